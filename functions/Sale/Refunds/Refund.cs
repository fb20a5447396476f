using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale.Refunds;

/// <summary>Money on its way back to the buyer.</summary>
/// <param name="Number">1, 2, …</param>
/// <param name="State">See <see cref="RefundState"/>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Amount">What the buyer gets.</param>
/// <param name="At">When it was decided, UTC.</param>
public sealed record Refund(
    [property: JsonPropertyName("n")] int Number, RefundState State, RefundReason Reason, Money Amount, DateTimeOffset At)
{
    /// <summary>The part taken from the seller's held and payable money. The platform returns its fee pro rata; the rest is the
    /// seller's debt.</summary>
    public Money FromSeller { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>As much of <see cref="FromSeller"/> as was released already: it is taken from the payout that waits.</summary>
    public Money FromPayable { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>As much of <see cref="FromSeller"/> as was kept in reserve.</summary>
    public Money FromReserve { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>The part of the platform's fee that is returned.</summary>
    public Money FromPlatform { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>The order's lines that will not be shipped any more; none when it is not about lines.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>The lines that had been shipped before: they come back, or were not as described.</summary>
    public IReadOnlyList<int> ReturnedLines { get; init; } = [];

    /// <summary>What was said with it, for buyer and seller.</summary>
    [JsonPropertyName("note")]
    public string? Message { get; init; }

    /// <summary>What was said when it was denied.</summary>
    [JsonPropertyName("answer")]
    public string? DecisionMessage { get; init; }

    /// <summary>When the buyer asked for it, UTC; null when the buyer did not.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>Whether the seller was told that the request still waits.</summary>
    public bool Reminded { get; init; }

    /// <summary>The caller's idempotency key with its request, as hashes, to tell a retry from another request.</summary>
    public IdempotencyRecord? Asked { get; init; }

    /// <summary>When it was last sent as if for the first time, because the provider had forgotten the key and shows no such refund, UTC;
    /// null when it never was: the time of its decision counts then.</summary>
    public DateTimeOffset? SentAgainAt { get; init; }

    /// <summary>The provider's refund id.</summary>
    public string? ProviderId { get; init; }

    /// <summary>The provider's issue code, when it failed.</summary>
    public string? Failure { get; init; }

    /// <summary>PayPal has taken the money back by itself; nobody here or in its dashboard gave it.</summary>
    public bool IsReversal { get; init; }

    /// <summary>When the provider completed it, UTC.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Whether the money is decided to go back, or has: not merely asked for, not denied, not failed.</summary>
    [JsonIgnore]
    public bool Counts => State is not (RefundState.Requested or RefundState.Denied or RefundState.Failed);

    /// <summary>Decided, and the provider has not given its last word.</summary>
    [JsonIgnore]
    public bool IsUnderWay => Counts && State != RefundState.Completed;

    /// <summary>It keeps the payout back: from being asked for until completed, denied or failed.</summary>
    [JsonIgnore]
    public bool Blocks => State == RefundState.Requested || IsUnderWay;

    /// <summary>Whether it has taken its lines out of the sale. A failed one has: the buyer has a claim to the money.</summary>
    [JsonIgnore]
    public bool TakesLines => State is not (RefundState.Requested or RefundState.Denied);

    /// <summary>The part that neither the seller's money here nor the platform's fee covers: the seller owes it.</summary>
    [JsonIgnore]
    public Money FromDebt => Reason == RefundReason.LateCapture ? Money.Zero(Amount.Currency) : Amount - FromSeller - FromPlatform;

    /// <summary>The idempotency key at the provider, and the id of the refund's orchestration.</summary>
    public static string Key(string orderId, int n) => DerivedKey.Of(orderId, "refund", n);

    /// <summary>The order and the number in such a key; null when it is none of ours.</summary>
    public static (string OrderId, int Number)? Parse(string? key) => DerivedKey.Parse(key, "refund");
}

/// <summary>Under which key a caller asked for something, and what for.</summary>
/// <param name="Key">Caller and key, hashed.</param>
/// <param name="Request">The request, hashed.</param>
public sealed record IdempotencyRecord(string Key, string Request)
{
    /// <param name="caller">The subject of the caller's token.</param>
    /// <param name="key">The idempotency key.</param>
    /// <param name="request">What was asked for.</param>
    public static IdempotencyRecord Of(string caller, string key, object? request) => new(
        Ids.Derived("key", caller, key),
        Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, ChatPayJson.Stored))));
}
