using System.Text.Json.Serialization;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The state of a dispute (<see cref="ProviderDisputeStatus"/>). Its cost is in <paramref name="MoneyMovements"/>, which
/// is deprecated and optional, or in <paramref name="FundMovements"/>, which replaces it.</summary>
public sealed record PayPalDispute(
    string DisputeId,
    string Status,
    string? Reason = null,
    [property: JsonConverter(typeof(AnyCurrencyConverter))] Money? DisputeAmount = null,
    string? DisputeLifeCycleStage = null,
    string? DisputeChannel = null,
    IReadOnlyList<PayPalDisputedTransaction>? DisputedTransactions = null,
    IReadOnlyList<PayPalMoneyMovement>? MoneyMovements = null,
    IReadOnlyList<PayPalMoneyMovement>? FundMovements = null,
    PayPalDisputeOutcome? DisputeOutcome = null,
    PayPalResponseOptions? AllowedResponseOptions = null,
    DateTimeOffset? SellerResponseDueDate = null,
    DateTimeOffset? CreateTime = null,
    DateTimeOffset? UpdateTime = null)
{
    /// <summary>The disputed captures.</summary>
    [JsonIgnore]
    public IEnumerable<string> CaptureIds => (DisputedTransactions ?? []).Select(t => t.SellerTransactionId).OfType<string>();

    /// <summary>Whether the claim can be accepted with a full refund.</summary>
    [JsonIgnore]
    public bool CanBeAccepted => AllowedResponseOptions?.AcceptClaim?.AcceptClaimTypes?.Contains(PayPalClaimAcceptance.Refund) == true;
}

/// <summary>A disputed transaction.</summary>
/// <param name="SellerTransactionId">The capture's id.</param>
/// <param name="Custom">The capture's <c>custom_id</c>, where PayPal shows it.</param>
/// <param name="InvoiceNumber">The capture's <c>invoice_id</c>, where PayPal shows it.</param>
public sealed record PayPalDisputedTransaction(string? SellerTransactionId = null, string? Custom = null, string? InvoiceNumber = null);

/// <summary>Money that was moved for a dispute.</summary>
/// <param name="AffectedParty">SELLER, BUYER or PAYMENT_PROCESSOR, in <c>money_movements</c>.</param>
/// <param name="Party">The same as <paramref name="AffectedParty"/>, in <c>fund_movements</c>.</param>
/// <param name="Type">DEBIT or CREDIT, from the party's point of view.</param>
/// <param name="Reason">DISPUTE_SETTLEMENT, or one of the fees: DISPUTE_SETTLEMENT_FEE, DISPUTE_FEE, CHARGEBACK_FEE.</param>
/// <param name="Amount">The amount moved.</param>
/// <param name="InitiatedTime">When it was moved.</param>
public sealed record PayPalMoneyMovement(
    string? AffectedParty = null, string? Party = null, string? Type = null, string? Reason = null,
    [property: JsonConverter(typeof(AnyCurrencyConverter))] Money? Amount = null, DateTimeOffset? InitiatedTime = null)
{
    public const string Seller = "SELLER";
    public const string Processor = "PAYMENT_PROCESSOR";
    public const string Debit = "DEBIT";
    public const string Credit = "CREDIT";
    public const string Settlement = "DISPUTE_SETTLEMENT";

    private static readonly string[] FeeReasons = ["DISPUTE_SETTLEMENT_FEE", "DISPUTE_FEE", "CHARGEBACK_FEE"];

    /// <summary>Whether it is one of PayPal's fees.</summary>
    [JsonIgnore]
    public bool IsFee => FeeReasons.Contains(Reason);

    /// <summary>Whether it is this party's money; <paramref name="party"/> is such as <see cref="Seller"/>.</summary>
    public bool IsOf(string party) => (AffectedParty ?? Party) == party;
}

/// <summary>How a resolved dispute ended.</summary>
/// <param name="OutcomeCode">See <see cref="ProviderDisputeOutcome"/>.</param>
/// <param name="AmountRefunded">What the buyer gets, from the seller or from PayPal.</param>
public sealed record PayPalDisputeOutcome(
    string? OutcomeCode = null, [property: JsonConverter(typeof(AnyCurrencyConverter))] Money? AmountRefunded = null);

/// <summary>How the seller may currently respond to a dispute.</summary>
public sealed record PayPalResponseOptions(PayPalAcceptOptions? AcceptClaim = null);

/// <summary>The ways in which the claim may be accepted, such as REFUND.</summary>
public sealed record PayPalAcceptOptions(IReadOnlyList<string>? AcceptClaimTypes = null);

/// <summary>A dispute in a list. Read the dispute itself for its cost.</summary>
public sealed record PayPalDisputeSummary(
    string DisputeId, string? Status = null, string? Reason = null, DateTimeOffset? CreateTime = null, DateTimeOffset? UpdateTime = null);

/// <summary>One page of a list; a <c>next</c> link leads to the following one.</summary>
public sealed record PayPalDisputePage(IReadOnlyList<PayPalDisputeSummary>? Items = null, IReadOnlyList<PayPalLink>? Links = null);
