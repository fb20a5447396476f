using System.Globalization;
using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale.Disputes;

/// <summary>A dispute of the payment at the provider: the buyer's claim there, or a chargeback by the buyer's bank.</summary>
/// <param name="Id">The provider's dispute id.</param>
/// <param name="State">See <see cref="DisputeState"/>.</param>
/// <param name="Amount">What is disputed.</param>
/// <param name="OpenedAt">When it was first seen here, UTC.</param>
public sealed record Dispute(string Id, DisputeState State, Money Amount, DateTimeOffset OpenedAt)
{
    /// <summary>The provider's reason, such as <c>MERCHANDISE_OR_SERVICE_NOT_RECEIVED</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it came through the buyer's bank.</summary>
    public bool IsChargeback { get; init; }

    /// <summary>Whether the provider waits for the seller: evidence can be provided.</summary>
    public bool WaitsForSeller { get; init; }

    /// <summary>Whether the claim can be accepted, which refunds the buyer everything that is disputed.</summary>
    public bool CanBeAccepted { get; init; }

    /// <summary>The deadline for the seller's response, UTC.</summary>
    public DateTimeOffset? AnswerBy { get; init; }

    /// <summary>The provider's time of the newest reading; older readings are ignored.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>Taken from the balance while the dispute is undecided.</summary>
    public Money Withheld { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>Lost to the buyer, by the provider's decision or because the claim was accepted.</summary>
    public Money Lost { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>The most that the provider has taken for it at once, whatever was given back since; null when unknown, and in
    /// disputes from before it was kept.</summary>
    public Money? Taken { get; init; }

    /// <summary>When all that was taken came back, UTC; null while any is held, if it never came back, and in disputes from before
    /// this was kept.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>The provider's ids of the reversals and refunds whose money belongs to this dispute. They are not booked
    /// separately.</summary>
    public IReadOnlyList<string> OwnReversals { get; init; } = [];

    /// <summary>Whether the reversal of the last amount taken has been reported: another of the same amount is other
    /// money.</summary>
    public bool IsReversalHeard { get; init; }

    /// <summary>Whether it holds any of the seller's money now, withheld or lost.</summary>
    [JsonIgnore]
    public bool Holds => Withheld.MinorUnits > 0 || Lost.MinorUnits > 0;

    /// <summary>What the provider charges for it.</summary>
    public Money Fees { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>The part of what was lost that is the platform's fee, returned pro rata.</summary>
    public Money FromPlatform { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>The part that was taken from the seller's held and payable money.</summary>
    public Money FromSeller { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>The part of <see cref="FromSeller"/> that was already released.</summary>
    public Money FromPayable { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>The part of <see cref="FromSeller"/> that was kept in reserve.</summary>
    public Money FromReserve { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>PayPal has resolved it, but the amounts it reports contradict the outcome or are missing: it stays open here until
    /// PayPal reports more or an operator books it.</summary>
    public bool AmountsMissing { get; init; }

    /// <summary>Since when the provider has not shown it, as far as it was asked, UTC: it stays open here until the provider shows it again
    /// or an operator books it. Null when the provider shows it.</summary>
    public DateTimeOffset? NotShownSince { get; init; }

    /// <summary>The operator's record of the amounts; null when they are PayPal's.</summary>
    public CaseBookedByHand? ByHand { get; init; }

    /// <summary>Lines that will no longer be shipped, because the buyer has been refunded in full.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>Lines that had been shipped before.</summary>
    public IReadOnlyList<int> ReturnedLines { get; init; } = [];

    /// <summary>When it was decided, UTC; null while it is open or its amounts are missing.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>How often it has been opened: an appeal is round 2.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Counts its ledger bookings, for their ids.</summary>
    public int Bookings { get; init; }

    /// <summary>How often evidence was provided, for the idempotency key of the call.</summary>
    public int Evidences { get; init; }

    /// <summary>How often the claim was accepted, for the idempotency key of the call: once it is reopened, the answer to an
    /// earlier acceptance must not stand for a later one. Zero in disputes accepted before this was kept.</summary>
    public int Acceptances { get; init; }

    /// <summary>Whether the seller has accepted the claim; the provider may not know yet.</summary>
    public bool Accepted { get; init; }

    [JsonIgnore]
    public bool IsOpen => ResolvedAt is null;

    /// <summary>The part of what was lost that the seller owes.</summary>
    [JsonIgnore]
    public Money FromDebt => Lost - FromSeller - FromPlatform;

    /// <summary>The key of the dispute at the provider, in the ledger and as an orchestration:
    /// <c>{orderId}-case-{id}</c>.</summary>
    public static string Key(string orderId, string caseId) => $"{orderId}-case-{caseId}";

    /// <summary>The order and the dispute in such a key, whatever round follows; null when it is not one of ours.</summary>
    public static (string OrderId, string CaseId)? Parse(string? key)
    {
        const string middle = "-case-";
        var at = key?.IndexOf(middle, StringComparison.Ordinal) ?? -1;
        return at > 0 && key![(at + middle.Length)..].Split('.')[0] is { Length: > 0 } caseId ? (key[..at], caseId) : null;
    }

    /// <summary>The provider's idempotency key of the newest acceptance.</summary>
    public static string AcceptanceKey(string orderId, Dispute @case) => Key(orderId, @case.Id) + "-accept" + (@case.Acceptances > 1
        ? string.Create(CultureInfo.InvariantCulture, $"-{@case.Acceptances}")
        : "");

    /// <summary>The id of the orchestration that follows this round to its end.</summary>
    public static string InstanceId(string orderId, Dispute @case) => Key(orderId, @case.Id) + (@case.Round > 1 ? $".{@case.Round}" : "");
}

/// <summary>An operator's record of what a dispute has cost. It stands until the provider reports something newer that can be
/// interpreted.</summary>
/// <param name="Note">Why, for other operators.</param>
/// <param name="At">UTC.</param>
public sealed record CaseBookedByHand(string Note, DateTimeOffset At);

/// <summary>The state of a dispute at the provider.</summary>
public enum DisputeState { Open, UnderReview, Reopened, Won, PartlyLost, Lost, Withdrawn }
