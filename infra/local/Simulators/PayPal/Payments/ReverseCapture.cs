using ChatPay.Local.Simulators.PayPal.Disputes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Payments;

/// <summary>PayPal reverses a payment, or a part of it, for example for the buyer's bank. It looks like a refund that the merchant
/// has not made.</summary>
internal static class ReverseCapture
{
    /// <param name="transaction">The transaction to make the change in.</param>
    /// <param name="captureId">The capture.</param>
    /// <param name="cents">The amount in cents; all that remains when null.</param>
    /// <param name="namesCaptureAlone">Whether the transaction report names only the capture, without the merchant's ids.</param>
    /// <exception cref="InvalidOperationException">Less than that remains of the capture.</exception>
    public static SimulatedRefund Run(PayPalTransaction transaction, string captureId, long? cents, bool namesCaptureAlone)
    {
        var capture = CaptureBody.Find(transaction, captureId);
        var left = capture.Gross - capture.Refunded - DisputeSteps.TakenOf(transaction, captureId);
        var amount = cents ?? left;
        if (capture.Status is "PENDING" or "DECLINED" || amount <= 0 || amount > left)
            throw new InvalidOperationException($"Of capture {captureId} ({capture.Status}), {left} cents can be reversed.");

        var reversal = new SimulatedRefund
        {
            Id = transaction.NewId(),
            CaptureId = captureId,
            Status = "COMPLETED",
            Currency = capture.Currency,
            Amount = amount,
            TotalRefunded = capture.Refunded + amount,
            CustomId = capture.CustomId,
            InvoiceId = capture.InvoiceId,
            Created = transaction.Now,
            Updated = transaction.Now,
        };
        transaction.Connection.Save(reversal.Id, reversal, captureId);
        transaction.Connection.Save(captureId, capture with
        {
            Refunded = reversal.TotalRefunded,
            Status = reversal.TotalRefunded == capture.Gross ? "REFUNDED" : "PARTIALLY_REFUNDED",
            Updated = transaction.Now,
        });
        transaction.Book(new AccountMovement(reversal.Id, AccountMovement.Reversal, capture.Currency, -amount, 0, transaction.Now)
        {
            InvoiceId = namesCaptureAlone ? null : capture.InvoiceId,
            CustomField = namesCaptureAlone ? null : capture.CustomId,
            ReferenceId = captureId,
        });
        transaction.Announce("PAYMENT.CAPTURE.REVERSED", "refund", RefundBody.Full(transaction, reversal));
        return reversal;
    }
}
