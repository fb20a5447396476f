using System.Text.Json.Serialization;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The body of <c>POST /v1/payments/payouts</c>: 1 to 15,000 items, of which one invalid item rejects all.</summary>
public sealed record PayPalPayoutRequest(PayPalPayoutSender SenderBatchHeader, IReadOnlyList<PayPalPayoutReceiver> Items);

/// <summary>The sender's side of a batch.</summary>
/// <param name="SenderBatchId">This app's batch id; PayPal refuses a repeat for 30 days.</param>
/// <param name="RecipientType"><c>PAYPAL_ID</c> or <c>EMAIL</c>.</param>
/// <param name="EmailSubject">Subject of PayPal's mail to the receivers.</param>
public sealed record PayPalPayoutSender(string? SenderBatchId = null, string? RecipientType = null, string? EmailSubject = null);

/// <summary>One receiver.</summary>
/// <param name="Receiver">Their PayPal id or mail address.</param>
/// <param name="Amount">What the receiver gets; the item fee is added, at the platform's cost.</param>
/// <param name="SenderItemId">The payout's key, at most 63 characters.</param>
/// <param name="Note">The receiver reads it in PayPal's mail.</param>
public sealed record PayPalPayoutReceiver(
    string Receiver,
    [property: JsonConverter(typeof(PayoutMoneyConverter))] Money Amount,
    string? SenderItemId = null,
    string? Note = null)
{
    /// <summary>A receiver may be a mail address, which must not be logged.</summary>
    public override string ToString() => $"{nameof(PayPalPayoutReceiver)} {SenderItemId}";
}
