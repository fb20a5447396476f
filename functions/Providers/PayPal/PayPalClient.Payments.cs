using System.Text.Json;

namespace ChatPay.Functions.Providers.PayPal;

public sealed partial class PayPalClient
{
    /// <summary>The current state of the capture.</summary>
    public Task<PayPalCapture> GetCaptureAsync(string captureId, CancellationToken cancellation) =>
        CallAsync(
            PayPalCall.Read("show the capture", $"v2/payments/captures/{Segment(captureId)}"),
            PayPalJson.Default.PayPalCapture,
            cancellation);

    /// <summary>Refunds all that remains, or an amount. The refund in the response may be pending.</summary>
    public Task<PayPalRefund> RefundAsync(string captureId, PayPalRefundRequest refund, string requestId, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(refund, PayPalJson.Default.PayPalRefundRequest);
        return CallAsync(
            PayPalCall.Post(
                "refund the capture",
                $"v2/payments/captures/{Segment(captureId)}/refund",
                requestId,
                body,
                wantsRepresentation: true),
            PayPalJson.Default.PayPalRefund,
            cancellation);
    }

    /// <summary>The current state of the refund.</summary>
    public Task<PayPalRefund> GetRefundAsync(string refundId, CancellationToken cancellation) =>
        CallAsync(
            PayPalCall.Read("show the refund", $"v2/payments/refunds/{Segment(refundId)}"),
            PayPalJson.Default.PayPalRefund,
            cancellation);
}
