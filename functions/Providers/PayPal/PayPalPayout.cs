using System.Text.Json.Serialization;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The response to a new batch.</summary>
public sealed record PayPalPayout(PayPalPayoutHeader BatchHeader);

/// <summary>A batch's own state (<see cref="PayPalPayoutStatus"/>).</summary>
public sealed record PayPalPayoutHeader(
    string PayoutBatchId,
    string BatchStatus,
    PayPalPayoutSender? SenderBatchHeader = null,
    [property: JsonConverter(typeof(PayoutMoneyConverter))] Money? Amount = null,
    [property: JsonConverter(typeof(PayoutMoneyConverter))] Money? Fees = null,
    PayPalPayoutError? Errors = null);

/// <summary>One page of a batch.</summary>
public sealed record PayPalPayoutPage(
    PayPalPayoutHeader BatchHeader, IReadOnlyList<PayPalPayoutItem>? Items = null, int? TotalItems = null, int? TotalPages = null);

/// <summary>A batch and all its items.</summary>
public sealed record PayPalPayoutBatch(PayPalPayoutHeader Header, IReadOnlyList<PayPalPayoutItem> Items);

/// <summary>One item of a batch. Its state is <see cref="PayPalPayoutItemStatus"/>, absent before it is processed.</summary>
public sealed record PayPalPayoutItem(
    string PayoutItemId,
    string PayoutBatchId,
    PayPalPayoutReceiver PayoutItem,
    string? TransactionStatus = null,
    string? TransactionId = null,
    [property: JsonConverter(typeof(PayoutMoneyConverter))] Money? PayoutItemFee = null,
    PayPalPayoutError? Errors = null,
    DateTimeOffset? TimeProcessed = null);

/// <summary>Why an item is not paid; branch on the name, such as <c>RECEIVER_UNREGISTERED</c>.</summary>
public sealed record PayPalPayoutError(string? Name = null);
