using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale.Fulfilment;

/// <summary>More time to ship, which the seller asks for and the buyer grants or declines.</summary>
/// <param name="Until">The new deadline, UTC.</param>
/// <param name="State">See <see cref="ExtensionState"/>.</param>
/// <param name="AskedAt">UTC.</param>
public sealed record ShipByExtension(DateTimeOffset Until, ExtensionState State, DateTimeOffset AskedAt)
{
    /// <summary>Why, for the buyer.</summary>
    public string? Reason { get; init; }

    /// <summary>How many requests the order has had, this one included; 0 in rows of an earlier version.</summary>
    public int Number { get; init; }
}

/// <summary>The buyer's answer. Serialised by name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExtensionState>))]
public enum ExtensionState { Asked, Agreed, Declined }
