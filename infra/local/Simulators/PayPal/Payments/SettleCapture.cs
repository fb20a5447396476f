using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Payments;

/// <summary>Completes or declines a capture, at once or after it was pending.</summary>
internal static class SettleCapture
{
    public static SimulatedCapture Complete(PayPalTransaction transaction, SimulatedCapture capture)
    {
        transaction.Book(
            new AccountMovement(capture.Id, AccountMovement.Payment, capture.Currency, capture.Gross, -capture.Fee, transaction.Now)
            {
                InvoiceId = capture.InvoiceId,
                CustomField = capture.CustomId,
            });
        return End(transaction, capture, "COMPLETED");
    }

    public static SimulatedCapture Decline(PayPalTransaction transaction, SimulatedCapture capture)
    {
        // No money was taken. PayPal itself counts an invoice number as used even so, once a capture under it has been pending.
        return End(transaction, capture, "DECLINED");
    }

    /// <exception cref="InvalidOperationException">The capture is not pending.</exception>
    public static SimulatedCapture Pending(PayPalTransaction transaction, string captureId)
    {
        var capture = CaptureBody.Find(transaction, captureId);
        return capture.Status == "PENDING"
            ? capture
            : throw new InvalidOperationException($"Capture {captureId} is {capture.Status}, not PENDING.");
    }

    private static SimulatedCapture End(PayPalTransaction transaction, SimulatedCapture capture, string status)
    {
        capture = capture with { Status = status, Updated = transaction.Now };
        transaction.Connection.Save(capture.Id, capture, capture.OrderId);
        transaction.Announce($"PAYMENT.CAPTURE.{status}", "capture", CaptureBody.Full(transaction, capture));
        return capture;
    }
}
