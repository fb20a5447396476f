using System.Text.Json.Serialization;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Sale.Payouts;

/// <summary>A payout to the seller.</summary>
/// <param name="Generation">1, 2, …; the next one only after the provider has confirmed that this one was not paid.</param>
/// <param name="State">See <see cref="PayoutState"/>.</param>
/// <param name="Amount">What the seller gets; refunds of released money reduce it.</param>
/// <param name="ReleasedAt">When the hold ended, UTC.</param>
public sealed record Payout(
    [property: JsonPropertyName("g")] int Generation, PayoutState State, Money Amount, DateTimeOffset ReleasedAt)
{
    /// <summary>The batch that it was put into.</summary>
    public string? BatchId { get; init; }

    /// <summary>The provider's item id.</summary>
    public string? ProviderItemId { get; init; }

    /// <summary>The provider's fee for the item, borne by the platform.</summary>
    public Money? Fee { get; init; }

    /// <summary>When the provider reported it as paid, UTC.</summary>
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>The provider's error, when the payout failed, is withheld or came back.</summary>
    public string? Failure { get; init; }

    /// <summary>How long an unclaimed item stays at the provider before it is returned.</summary>
    public static readonly TimeSpan UnclaimedFor = TimeSpan.FromDays(30);

    /// <summary>How long after its due time a payout counts as late.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromHours(24);

    /// <summary>The earliest time that anybody can have called an order's payout late, UTC, whatever has changed in its shipments
    /// since; null if nothing was ever marked as shipped.</summary>
    public static DateTimeOffset? LateFrom(Order order) =>
        order.Shipments.Min(s => (DateTimeOffset?)s.At)
            + (order.Terms.HoldWithTracking < order.Terms.HoldWithoutTracking
                ? order.Terms.HoldWithTracking
                : order.Terms.HoldWithoutTracking)
            + LateAfter;

    /// <summary>When it was first seen as unclaimed or on hold, UTC.</summary>
    public DateTimeOffset? WithheldAt { get; init; }

    /// <summary>The day of the last reminder to claim it; 0 before the first.</summary>
    public int RemindedOn { get; init; }

    /// <summary>When it was first put into a batch, UTC.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>After a transient failure: not to be retried before this, UTC.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The idempotency key of the operator's retry that made this generation, as hashes; null for the first one, and for
    /// those from before it was kept.</summary>
    public IdempotencyRecord? Asked { get; init; }

    /// <summary>Whether an operator has handed it over as unclaimed property; it counts as paid.</summary>
    public bool HandedOver { get; init; }

    /// <summary>The number of transient failures.</summary>
    public int Failures { get; init; }

    /// <summary>The failure that the seller was last told, so that a repeat is not announced again.</summary>
    public string? ToldFailure { get; init; }

    /// <summary>Whether the hold has ended with nothing left for the seller, which is final. A payout that was taken back before
    /// submission is in the same state, but keeps its amount.</summary>
    [JsonIgnore]
    public bool WasForNothing => State == PayoutState.NothingDue && Amount.MinorUnits == 0;

    /// <summary>Whether its money has left it: taken back to the hold, or moved to the next generation.</summary>
    [JsonIgnore]
    public bool IsVoid => State is PayoutState.NothingDue or PayoutState.Replaced;

    /// <summary>Released and not in flight: refunds and debts are taken from it.</summary>
    [JsonIgnore]
    public bool IsPayable =>
        State is PayoutState.Released or PayoutState.Returned or PayoutState.FailedRetryable or PayoutState.FailedPermanent;

    /// <summary>Released, and neither paid nor permanently failed: the sweep processes it.</summary>
    [JsonIgnore]
    public bool IsToBeSwept => State
        is PayoutState.Released
            or PayoutState.FailedRetryable
            or PayoutState.Submitting
            or PayoutState.Processing
            or PayoutState.Unknown;

    /// <summary>How long a failed payout waits for its next attempt: 1, 2, 4, … hours, at most 24. <paramref name="failures"/>
    /// counts from 1.</summary>
    public static TimeSpan WaitAfter(int failures) => TimeSpan.FromHours(Math.Min(24, 1 << Math.Clamp(failures - 1, 0, 5)));

    /// <summary>The item's id in its batch (<c>sender_item_id</c>), at most 63 characters.</summary>
    public static string Key(string orderId, int g) => DerivedKey.Of(orderId, "payout", g);

    /// <summary>The order and generation in an item's id; null when it is not one of ours.</summary>
    public static (string OrderId, int Generation)? Parse(string? itemId) => DerivedKey.Parse(itemId, "payout");
}
