using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale.Refunds;

/// <summary>A refund to the buyer.</summary>
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

    /// <summary>The part of <see cref="FromSeller"/> that was already released: it is taken from the waiting payout.</summary>
    public Money FromPayable { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>The part of <see cref="FromSeller"/> that was kept in reserve.</summary>
    public Money FromReserve { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>The part of the platform's fee that is returned.</summary>
    public Money FromPlatform { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>The order's lines that will no longer be shipped; empty when the refund is not for lines.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>The refunded lines that had been shipped: they come back, or were not as described.</summary>
    public IReadOnlyList<int> ReturnedLines { get; init; } = [];

    /// <summary>The message with the refund, for buyer and seller.</summary>
    [JsonPropertyName("note")]
    public string? Message { get; init; }

    /// <summary>The message with the denial.</summary>
    [JsonPropertyName("answer")]
    public string? DecisionMessage { get; init; }

    /// <summary>When the buyer asked for it, UTC; null if the buyer did not.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>Whether the seller was reminded of the request.</summary>
    public bool Reminded { get; init; }

    /// <summary>The caller's idempotency key and request, as hashes, to tell a retry from another request.</summary>
    public IdempotencyRecord? Asked { get; init; }

    /// <summary>When it was last sent anew, because the provider had forgotten the key and shows no such refund, UTC; null if
    /// never: the time of the decision counts then.</summary>
    public DateTimeOffset? SentAgainAt { get; init; }

    /// <summary>The provider's refund id.</summary>
    public string? ProviderId { get; init; }

    /// <summary>The provider's issue code, when it failed.</summary>
    public string? Failure { get; init; }

    /// <summary>The idempotency key of the request with which an operator has ended it, hashed; null when it was not ended so.</summary>
    public string? EndAsked { get; init; }

    /// <summary>Whether it had failed before it was completed after all. False in refunds completed before this was kept.</summary>
    public bool HadFailed { get; init; }

    /// <summary>How an operator has paid the buyer outside this app, after the refund had failed; null when not.</summary>
    public string? PaidOtherwise { get; init; }

    /// <summary>What it was to give back, if an operator has paid less otherwise; null when that is <see cref="Amount"/>.</summary>
    public Money? Decided { get; init; }

    /// <summary>How much of it lost disputes have given, as an operator has said; null when nobody has, or before this was
    /// kept.</summary>
    public Money? Covered { get; init; }

    /// <summary>Whether PayPal has taken the money back by itself; nobody refunded it here or in PayPal's dashboard.</summary>
    public bool IsReversal { get; init; }

    /// <summary>When the provider made it, UTC, under which it lists it; null when unknown.</summary>
    public DateTimeOffset? MadeAt { get; init; }

    /// <summary>When the provider completed it, UTC, as far as this app heard of it.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Whether the refund is decided or done: not merely requested, not denied, not answered by another one, not
    /// failed.</summary>
    [JsonIgnore]
    public bool Counts => TakesLines && State != RefundState.Failed;

    /// <summary>Decided, and without the provider's final answer.</summary>
    [JsonIgnore]
    public bool IsUnderWay => State.IsUnderWay();

    /// <summary>Whether it blocks the payout: from the request until completed, denied or failed.</summary>
    [JsonIgnore]
    public bool Blocks => State == RefundState.Requested || IsUnderWay;

    /// <summary>Whether it has taken its lines out of the sale. A failed one has: the buyer is owed the money.</summary>
    [JsonIgnore]
    public bool TakesLines => State is not (RefundState.Requested or RefundState.Denied or RefundState.Answered);

    /// <summary>The part that neither the seller's money here nor the platform's fee covers: it becomes the seller's
    /// debt.</summary>
    [JsonIgnore]
    public Money FromDebt => Reason == RefundReason.LateCapture ? Money.Zero(Amount.Currency) : Amount - FromSeller - FromPlatform;

    /// <summary>The idempotency key at the provider, and the id of the refund's orchestration.</summary>
    public static string Key(string orderId, int n) => DerivedKey.Of(orderId, "refund", n);

    /// <summary>The order and number in such a key; null when it is not one of ours.</summary>
    public static (string OrderId, int Number)? Parse(string? key) => DerivedKey.Parse(key, "refund");
}

/// <summary>A caller's idempotency key and the request made under it.</summary>
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
