using System.Text.Json;

namespace ChatPay.Functions.Providers.PayPal;

public sealed partial class PayPalClient
{
    /// <summary>Creates an order for the buyer to approve at <see cref="PayPalOrder.ApprovalUrl"/>, within three hours.</summary>
    public Task<PayPalOrder> CreateOrderAsync(PayPalCheckout checkout, string requestId, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(PayPalOrderBody.Of(checkout), PayPalJson.Default.PayPalOrderBody);
        return CallAsync(
            PayPalCall.Post("create the order", "v2/checkout/orders", requestId, body),
            PayPalJson.Default.PayPalOrder,
            cancellation);
    }

    /// <summary>The current state of the order, with its captures, refunds and shipping address.</summary>
    public Task<PayPalOrder> GetOrderAsync(string orderId, CancellationToken cancellation) =>
        CallAsync(
            PayPalCall.Read("show the order", $"v2/checkout/orders/{Segment(orderId)}"),
            PayPalJson.Default.PayPalOrder,
            cancellation);

    /// <summary>Captures an approved order. Check the status of the capture in the response: it may be declined or
    /// pending.</summary>
    /// <exception cref="PayPalRefusedException"><c>ORDER_NOT_APPROVED</c>; <c>ORDER_ALREADY_CAPTURED</c> (read the order, it is
    /// paid); <c>INSTRUMENT_DECLINED</c> and the like (the buyer may try another funding source).</exception>
    public Task<PayPalOrder> CaptureOrderAsync(string orderId, string requestId, CancellationToken cancellation) =>
        CallAsync(
            PayPalCall.Post(
                "capture the order",
                $"v2/checkout/orders/{Segment(orderId)}/capture",
                requestId,
                "{}"u8.ToArray(),
                wantsRepresentation: true),
            PayPalJson.Default.PayPalOrder,
            cancellation);
}
