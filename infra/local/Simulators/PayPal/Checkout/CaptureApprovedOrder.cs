using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Checkout;

/// <summary>An invoice number that has been paid: PayPal accepts each only once.</summary>
internal sealed record PaidInvoice(string CaptureId);

/// <summary><c>POST /v2/checkout/orders/{id}/capture</c>.</summary>
internal static class CaptureApprovedOrder
{
    public static ApiAnswer Run(PayPalTransaction transaction, ApiCall call, Outcomes outcomes)
    {
        call.Body();
        if (transaction.Replay(call, Idempotency.Orders) is { } captured)
            return new ApiAnswer(200, OrderBody.Wanted(transaction, call, FindOrder.Live(transaction, captured)));

        var order = FindOrder.Live(transaction, call.Ids[0]);
        if (order.Status == "COMPLETED")
            throw PayPalRefusal.Unprocessable("ORDER_ALREADY_CAPTURED");
        if (order.Status != "APPROVED")
            throw PayPalRefusal.Unprocessable("ORDER_NOT_APPROVED");

        var invoice = (string?)order.Unit["invoice_id"];
        if (invoice is not null && transaction.Connection.Find<PaidInvoice>(invoice) is not null)
            throw PayPalRefusal.Unprocessable("DUPLICATE_INVOICE_ID", "/purchase_units/0/invoice_id", invoice);

        var outcome = outcomes.TakeCapture(order.Id);
        if (outcome.Refusal is { } issue)
            throw Refusal(transaction, order, issue);

        var capture = Take(transaction, order, outcome);
        if (invoice is not null && capture.Status != "DECLINED")
            transaction.Connection.Save(invoice, new PaidInvoice(capture.Id));
        order = order with { Status = "COMPLETED", CaptureId = capture.Id, Updated = transaction.Now };
        transaction.Connection.Save(order.Id, order);
        transaction.Remember(call, order.Id);
        return new ApiAnswer(201, OrderBody.Wanted(transaction, call, order));
    }

    private static SimulatedCapture Take(PayPalTransaction transaction, SimulatedOrder order, CaptureOutcome outcome)
    {
        var (currency, gross) = PayPalMoney.Read(order.Unit["amount"], "/purchase_units/0/amount");
        var capture = new SimulatedCapture
        {
            Id = transaction.NewId(),
            OrderId = order.Id,
            Status = "PENDING",
            Reason = outcome.PendingReason,
            Currency = currency,
            Gross = gross,
            Fee = PayPalMoney.Fee(gross),
            CustomId = (string?)order.Unit["custom_id"],
            InvoiceId = (string?)order.Unit["invoice_id"],
            MerchantId = (string?)order.Unit["payee"]!["merchant_id"],
            Created = transaction.Now,
            Updated = transaction.Now,
        };
        if (outcome.IsDeclined)
            return SettleCapture.Decline(transaction, capture);
        if (outcome.PendingReason is null)
            return SettleCapture.Complete(transaction, capture);

        transaction.Connection.Save(capture.Id, capture, order.Id);
        transaction.Announce("PAYMENT.CAPTURE.PENDING", "capture", CaptureBody.Full(transaction, capture));
        return capture;
    }

    private static PayPalRefusal Refusal(PayPalTransaction transaction, SimulatedOrder order, string issue)
    {
        // The buyer can fix these, so PayPal returns a link to send the buyer to.
        var refusal = PayPalRefusal.Unprocessable(issue);
        if (issue is "INSTRUMENT_DECLINED" or "PAYER_ACTION_REQUIRED" or "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING")
            refusal.Links = new JsonArray(
                transaction.Link($"checkoutnow?token={order.Id}", issue == "PAYER_ACTION_REQUIRED" ? "payer-action" : "redirect"));
        return refusal;
    }
}
