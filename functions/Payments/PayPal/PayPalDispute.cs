using System.Text.Json.Serialization;
using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Payments.PayPal;

/// <summary>A dispute as it stands (<see cref="PayPalDisputeStatus"/>). What it costs is in the movements of money alone; the
/// outcome only names it.</summary>
public sealed record PayPalDispute(
    string DisputeId,
    string Status,
    string? Reason = null,
    [property: JsonConverter(typeof(AnyCurrencyConverter))] Money? DisputeAmount = null,
    string? DisputeLifeCycleStage = null,
    string? DisputeChannel = null,
    IReadOnlyList<PayPalDisputedTransaction>? DisputedTransactions = null,
    IReadOnlyList<PayPalMoneyMovement>? MoneyMovements = null,
    PayPalDisputeOutcome? DisputeOutcome = null,
    PayPalResponseOptions? AllowedResponseOptions = null,
    DateTimeOffset? SellerResponseDueDate = null,
    DateTimeOffset? CreateTime = null,
    DateTimeOffset? UpdateTime = null)
{
    /// <summary>The captures that it is about.</summary>
    [JsonIgnore]
    public IEnumerable<string> CaptureIds => (DisputedTransactions ?? []).Select(t => t.SellerTransactionId).OfType<string>();

    /// <summary>Whether the claim can be accepted by giving everything back.</summary>
    [JsonIgnore]
    public bool CanBeAccepted => AllowedResponseOptions?.AcceptClaim?.AcceptClaimTypes?.Contains(PayPalClaimAcceptance.Refund) == true;
}

/// <summary>A transaction that is disputed.</summary>
/// <param name="SellerTransactionId">The capture's id.</param>
/// <param name="Custom">The capture's <c>custom_id</c>, where PayPal shows it.</param>
/// <param name="InvoiceNumber">The capture's <c>invoice_id</c>, where PayPal shows it.</param>
public sealed record PayPalDisputedTransaction(string? SellerTransactionId = null, string? Custom = null, string? InvoiceNumber = null);

/// <summary>Money that was moved for a dispute.</summary>
/// <param name="AffectedParty">SELLER, BUYER or PAYMENT_PROCESSOR.</param>
/// <param name="Type">DEBIT or CREDIT, seen from the party.</param>
/// <param name="Reason">DISPUTE_SETTLEMENT, or one of the fees: DISPUTE_SETTLEMENT_FEE, DISPUTE_FEE, CHARGEBACK_FEE.</param>
/// <param name="Amount">How much.</param>
/// <param name="InitiatedTime">When.</param>
public sealed record PayPalMoneyMovement(
    string? AffectedParty = null, string? Type = null, string? Reason = null,
    [property: JsonConverter(typeof(AnyCurrencyConverter))] Money? Amount = null, DateTimeOffset? InitiatedTime = null)
{
    public const string Seller = "SELLER";
    public const string Debit = "DEBIT";
    public const string Credit = "CREDIT";
    public const string Settlement = "DISPUTE_SETTLEMENT";
}

/// <summary>How a resolved dispute ended (<see cref="PayPalDisputeOutcomeCode"/>).</summary>
public sealed record PayPalDisputeOutcome(
    string? OutcomeCode = null, [property: JsonConverter(typeof(AnyCurrencyConverter))] Money? AmountRefunded = null);

/// <summary>What the seller may do about a dispute now.</summary>
public sealed record PayPalResponseOptions(PayPalAcceptOptions? AcceptClaim = null);

/// <summary>In which ways the claim may be accepted, such as REFUND.</summary>
public sealed record PayPalAcceptOptions(IReadOnlyList<string>? AcceptClaimTypes = null);

/// <summary>A dispute in a list. Read it for what it costs.</summary>
public sealed record PayPalDisputeSummary(
    string DisputeId, string? Status = null, string? Reason = null, DateTimeOffset? CreateTime = null, DateTimeOffset? UpdateTime = null);

/// <summary>One page of a list; a link <c>next</c> leads on.</summary>
public sealed record PayPalDisputePage(IReadOnlyList<PayPalDisputeSummary>? Items = null, IReadOnlyList<PayPalLink>? Links = null);
