using System.Globalization;
using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale.Disputes;

/// <summary>A dispute of the payment at the provider: the buyer's claim there, or a chargeback of the buyer's bank.</summary>
/// <param name="Id">The provider's dispute id.</param>
/// <param name="State">See <see cref="DisputeState"/>.</param>
/// <param name="Amount">What is disputed.</param>
/// <param name="OpenedAt">When it was first seen here, UTC.</param>
public sealed record Dispute(string Id, DisputeState State, Money Amount, DateTimeOffset OpenedAt)
{
    /// <summary>The provider's reason, such as <c>MERCHANDISE_OR_SERVICE_NOT_RECEIVED</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Through the buyer's bank.</summary>
    public bool IsChargeback { get; init; }

    /// <summary>The provider waits for the seller: evidence can be shown.</summary>
    public bool WaitsForSeller { get; init; }

    /// <summary>The claim can be accepted, which gives the buyer everything that is disputed.</summary>
    public bool CanBeAccepted { get; init; }

    /// <summary>When the seller has to have answered, UTC.</summary>
    public DateTimeOffset? AnswerBy { get; init; }

    /// <summary>The provider's time of what was read last; older readings are left alone.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>Taken from the balance while nothing is decided.</summary>
    public Money Withheld { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>Gone to the buyer, by the provider's decision or because the claim was accepted.</summary>
    public Money Lost { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>The most that the provider has taken for it at once, whatever was given back since; null when nothing is known of it, and
    /// in cases from before it was kept.</summary>
    public Money? Taken { get; init; }

    /// <summary>When all that it had taken came back, UTC; null while it holds something, when it never did, and in cases from before this
    /// was kept.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>The provider's ids of the reversals and refunds that are the money of this case. They are not booked beside it.</summary>
    public IReadOnlyList<string> OwnReversals { get; init; } = [];

    /// <summary>Whether the reversal of what was taken last has been heard of: another one of the same amount is other money.</summary>
    public bool IsReversalHeard { get; init; }

    /// <summary>Whether it has money of the seller's now, withheld or lost.</summary>
    [JsonIgnore]
    public bool Holds => Withheld.MinorUnits > 0 || Lost.MinorUnits > 0;

    /// <summary>What the provider charges for it.</summary>
    public Money Fees { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>The part of what was lost that is the platform's fee, returned pro rata.</summary>
    public Money FromPlatform { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>The part that was taken from the seller's held and payable money.</summary>
    public Money FromSeller { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>As much of <see cref="FromSeller"/> as was released already.</summary>
    public Money FromPayable { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>As much of <see cref="FromSeller"/> as was kept in reserve.</summary>
    public Money FromReserve { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>PayPal has resolved it, and what it says of the amounts does not agree with the outcome, or says nothing: it stays open
    /// here until PayPal says more or an operator books it.</summary>
    public bool AmountsMissing { get; init; }

    /// <summary>An operator's word about the amounts; null when they are PayPal's.</summary>
    public CaseBookedByHand? ByHand { get; init; }

    /// <summary>Lines that will not be shipped any more, because the buyer has everything back.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>Lines that had been shipped before.</summary>
    public IReadOnlyList<int> ReturnedLines { get; init; } = [];

    /// <summary>When it was decided, UTC; null while it is open, or its amounts are missing.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>How often it has been opened: an appeal is round 2.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Counts its bookings, for their ids.</summary>
    public int Bookings { get; init; }

    /// <summary>How often evidence was shown, for the key of the call.</summary>
    public int Evidences { get; init; }

    /// <summary>How often the claim was accepted, for the key of the call: once it was opened again, the answer to an earlier acceptance
    /// must not stand for a later one. Zero in cases that were accepted before this was kept.</summary>
    public int Acceptances { get; init; }

    /// <summary>The seller has accepted the claim; the provider may not have heard it yet.</summary>
    public bool Accepted { get; init; }

    [JsonIgnore]
    public bool IsOpen => ResolvedAt is null;

    /// <summary>The part of what was lost that the seller owes.</summary>
    [JsonIgnore]
    public Money FromDebt => Lost - FromSeller - FromPlatform;

    /// <summary>Names it at the provider's idempotency, in the ledger, and as an orchestration: <c>{orderId}-case-{id}</c>.</summary>
    public static string Key(string orderId, string caseId) => $"{orderId}-case-{caseId}";

    /// <summary>The order and the dispute in such a key, whatever round follows; null when it is none of ours.</summary>
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

    /// <summary>The orchestration that follows this round to its end.</summary>
    public static string InstanceId(string orderId, Dispute @case) => Key(orderId, @case.Id) + (@case.Round > 1 ? $".{@case.Round}" : "");
}

/// <summary>That an operator has said what a case has cost. It stands until the provider says something newer that can be read.</summary>
/// <param name="Note">Why, for other operators.</param>
/// <param name="At">UTC.</param>
public sealed record CaseBookedByHand(string Note, DateTimeOffset At);

/// <summary>A case at the provider.</summary>
public enum DisputeState { Open, UnderReview, Reopened, Won, PartlyLost, Lost, Withdrawn }
