using System.Text.Json.Serialization;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Sale.Complaints;

/// <summary>What the buyer says is wrong with an order, here and not at the provider. While it is open nothing is paid out.</summary>
/// <param name="Number">1, 2, …</param>
/// <param name="State">See <see cref="ComplaintState"/>.</param>
/// <param name="Message">The buyer's words, for the seller.</param>
/// <param name="At">When it was made, UTC.</param>
public sealed record Complaint(
    [property: JsonPropertyName("n")] int Number,
    ComplaintState State,
    [property: JsonPropertyName("text")] string Message,
    DateTimeOffset At)
{
    /// <summary>The words of the seller or the operator with the decision.</summary>
    [JsonPropertyName("answer")]
    public string? DecisionMessage { get; init; }

    /// <summary>When it was decided or withdrawn, UTC.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The refund that it was resolved with; null when it was none.</summary>
    public int? Refund { get; init; }

    /// <summary>Whether the seller was told that it still waits.</summary>
    public bool Reminded { get; init; }

    /// <summary>The buyer's idempotency key with the request, as hashes.</summary>
    public IdempotencyRecord? Asked { get; init; }
}

/// <summary>A complaint. Resolved: with a refund, or otherwise; rejected: the buyer may open a case at the provider.</summary>
public enum ComplaintState { Open, Resolved, Rejected, Withdrawn }
