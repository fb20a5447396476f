using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatPay.Local.Simulators.PayPal.Disputes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Payments;

/// <summary><c>POST /v2/payments/captures/{id}/refund</c>: all that remains, or an amount.</summary>
internal static partial class RefundCapture
{
    // The time limit for refunds through the API.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromDays(180);

    public static ApiAnswer Run(PayPalTransaction transaction, ApiCall call, Outcomes outcomes)
    {
        var body = call.Body();
        if (transaction.Replay(call, Idempotency.Payments) is { } made)
            return new ApiAnswer(201, RefundBody.Wanted(transaction, call, RefundBody.Find(transaction, made)));

        var capture = CaptureBody.Find(transaction, call.Ids[0]);
        var customId = Field.Text(body, "custom_id", "", 127);
        if (customId is not null && !CustomId().IsMatch(customId))
            throw PayPalRefusal.Invalid("INVALID_PARAMETER_SYNTAX", "/custom_id", customId);
        var invoiceId = Field.Text(body, "invoice_id", "", 127);
        var note = Field.Text(body, "note_to_payer", "", 255);
        var amount = Amount(transaction, capture, body["amount"]);

        var outcome = outcomes.TakeRefund();
        if (outcome.Refusal is { } issue)
            throw PayPalRefusal.Unprocessable(issue);
        if (transaction.Balance(capture.Currency) < amount)
            throw PayPalRefusal.Unprocessable("REFUND_FAILED_INSUFFICIENT_FUNDS");

        var refund = Begin(
            transaction,
            capture,
            amount,
            r => r with { CustomId = customId, InvoiceId = invoiceId ?? r.InvoiceId, NoteToPayer = note });
        if (!outcome.IsPending)
            refund = SettleRefund.Complete(transaction, refund);
        transaction.Remember(call, refund.Id);
        return new ApiAnswer(201, RefundBody.Wanted(transaction, call, refund));
    }

    /// <summary>A refund by hand, which has none of the merchant's ids.</summary>
    public static SimulatedRefund InDashboard(PayPalTransaction transaction, string captureId, long? cents)
    {
        var capture = CaptureBody.Find(transaction, captureId);
        var amount = Amount(transaction, capture, cents is { } asked ? PayPalMoney.Json(capture.Currency, asked) : null);
        return SettleRefund.Complete(transaction, Begin(transaction, capture, amount, r => r));
    }

    private static SimulatedRefund Begin(
        PayPalTransaction transaction,
        SimulatedCapture capture,
        long amount,
        Func<SimulatedRefund, SimulatedRefund> named)
    {
        var refund = named(new SimulatedRefund
        {
            Id = transaction.NewId(),
            CaptureId = capture.Id,
            Status = "PENDING",
            Currency = capture.Currency,
            Amount = amount,
            TotalRefunded = capture.Refunded + amount,
            InvoiceId = capture.InvoiceId,
            Created = transaction.Now,
            Updated = transaction.Now,
        });
        transaction.Connection.Save(capture.Id, capture with { Refunded = refund.TotalRefunded, Updated = transaction.Now });
        transaction.Connection.Save(refund.Id, refund, capture.Id);
        return refund;
    }

    private static long Amount(PayPalTransaction transaction, SimulatedCapture capture, JsonNode? asked)
    {
        if (capture.Status is "PENDING")
            throw PayPalRefusal.Unprocessable("PENDING_CAPTURE");
        if (capture.Status is "DECLINED")
            throw PayPalRefusal.Unprocessable("REFUND_NOT_ALLOWED");
        if (transaction.Now > capture.Created + TimeLimit)
            throw PayPalRefusal.Unprocessable("REFUND_TIME_LIMIT_EXCEEDED");

        if (DisputeSteps.IsDisputed(transaction, capture.Id))
            throw PayPalRefusal.Unprocessable("TRANSACTION_DISPUTED");

        var remaining = capture.Gross - capture.Refunded - DisputeSteps.TakenOf(transaction, capture.Id);
        if (remaining == 0)
            throw PayPalRefusal.Unprocessable("CAPTURE_FULLY_REFUNDED");
        if (asked is null)
            return remaining;

        var (currency, cents) = PayPalMoney.Read(asked, "/amount");
        if (cents == 0)
            throw PayPalRefusal.Unprocessable("CANNOT_BE_ZERO_OR_NEGATIVE", "/amount/value", PayPalMoney.Text(cents));
        if (currency != capture.Currency)
            throw PayPalRefusal.Unprocessable("REFUND_CAPTURE_CURRENCY_MISMATCH", "/amount/currency_code", currency);
        return cents <= remaining
            ? cents
            : throw PayPalRefusal.Unprocessable("REFUND_AMOUNT_EXCEEDED", "/amount/value", PayPalMoney.Text(cents));
    }

    [GeneratedRegex("^[A-Za-z0-9-_.,]*$", RegexOptions.CultureInvariant)]
    private static partial Regex CustomId();
}
