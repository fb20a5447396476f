using System.Text.Json;

namespace ChatPay.Functions.Providers.PayPal;

public sealed partial class PayPalClient
{
    /// <summary>Makes an order for the buyer to approve at <see cref="PayPalOrder.ApprovalUrl"/>, within three hours.</summary>
    public Task<PayPalOrder> CreateOrderAsync(PayPalCheckout checkout, string requestId, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(PayPalOrderBody.Of(checkout), PayPalJson.Default.PayPalOrderBody);
        return CallAsync(
            PayPalCall.Post("create the order", "v2/checkout/orders", requestId, body),
            PayPalJson.Default.PayPalOrder,
            cancellation);
    }

    /// <summary>The order as it stands, with its captures, refunds and the address to ship to.</summary>
    public Task<PayPalOrder> GetOrderAsync(string orderId, CancellationToken cancellation) =>
        CallAsync(
            PayPalCall.Read("show the order", $"v2/checkout/orders/{Segment(orderId)}"),
            PayPalJson.Default.PayPalOrder,
            cancellation);

    /// <summary>
    /// Takes the money of an approved order. Look at the status of the capture in the answer: it may be declined or pending.
    /// </summary>
    /// <exception cref="PayPalRefusedException"><c>ORDER_NOT_APPROVED</c>; <c>ORDER_ALREADY_CAPTURED</c> (read the order, it is
    /// paid); <c>INSTRUMENT_DECLINED</c> and the like (the buyer may try another way).</exception>
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
