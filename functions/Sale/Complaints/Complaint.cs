using System.Text.Json.Serialization;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Sale.Complaints;

/// <summary>A buyer's complaint about an order, made here and not at the provider. Nothing is paid out while it is open.</summary>
/// <param name="Number">1, 2, …</param>
/// <param name="State">See <see cref="ComplaintState"/>.</param>
/// <param name="Message">The buyer's message to the seller.</param>
/// <param name="At">When it was made, UTC.</param>
public sealed record Complaint(
    [property: JsonPropertyName("n")] int Number,
    ComplaintState State,
    [property: JsonPropertyName("text")] string Message,
    DateTimeOffset At)
{
    /// <summary>The message that the seller or the operator sent with the decision.</summary>
    [JsonPropertyName("answer")]
    public string? DecisionMessage { get; init; }

    /// <summary>When it was decided or withdrawn, UTC.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The number of the refund that resolved it; null when there was none.</summary>
    public int? Refund { get; init; }

    /// <summary>Whether the seller was reminded of it.</summary>
    public bool Reminded { get; init; }

    /// <summary>The buyer's idempotency key and request, as hashes.</summary>
    public IdempotencyRecord? Asked { get; init; }
}

/// <summary>The state of a complaint. Resolved may be with or without a refund; once rejected, the buyer may open a dispute at the
/// provider.</summary>
public enum ComplaintState { Open, Resolved, Rejected, Withdrawn }
