using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Payments;

/// <summary>Completes or fails a refund, at once or after it was pending.</summary>
internal static class SettleRefund
{
    public static SimulatedRefund Complete(PayPalTransaction transaction, SimulatedRefund refund)
    {
        transaction.Book(new AccountMovement(refund.Id, AccountMovement.Refund, refund.Currency, -refund.Amount, 0, transaction.Now)
        {
            InvoiceId = refund.InvoiceId,
            CustomField = refund.CustomId,
        });
        refund = End(transaction, refund, "COMPLETED");
        var capture = CaptureBody.Find(transaction, refund.CaptureId);
        var completed = transaction.Connection.Under<SimulatedRefund>(capture.Id).Where(r => r.Status == "COMPLETED").Sum(r => r.Amount);
        transaction.Connection.Save(
            capture.Id,
            capture with
            {
                Status = completed == capture.Gross ? "REFUNDED" : "PARTIALLY_REFUNDED",
                Updated = transaction.Now,
            });
        transaction.Announce("PAYMENT.CAPTURE.REFUNDED", "refund", RefundBody.Full(transaction, refund));
        return refund;
    }

    /// <summary>The money did not reach the buyer; it can be refunded again.</summary>
    public static SimulatedRefund Fail(PayPalTransaction transaction, SimulatedRefund refund)
    {
        var capture = CaptureBody.Find(transaction, refund.CaptureId);
        transaction.Connection.Save(capture.Id, capture with { Refunded = capture.Refunded - refund.Amount, Updated = transaction.Now });
        refund = End(transaction, refund, "FAILED");
        transaction.Announce("PAYMENT.REFUND.FAILED", "refund", RefundBody.Full(transaction, refund));
        return refund;
    }

    /// <exception cref="InvalidOperationException">The refund is not pending.</exception>
    public static SimulatedRefund Pending(PayPalTransaction transaction, string refundId)
    {
        var refund = RefundBody.Find(transaction, refundId);
        return refund.Status == "PENDING"
            ? refund
            : throw new InvalidOperationException($"Refund {refundId} is {refund.Status}, not PENDING.");
    }

    private static SimulatedRefund End(PayPalTransaction transaction, SimulatedRefund refund, string status)
    {
        refund = refund with { Status = status, Updated = transaction.Now };
        transaction.Connection.Save(refund.Id, refund, refund.CaptureId);
        return refund;
    }
}
