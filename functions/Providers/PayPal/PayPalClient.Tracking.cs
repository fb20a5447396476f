using System.Text.Json;

namespace ChatPay.Functions.Providers.PayPal;

public sealed partial class PayPalClient
{
    /// <summary>Tells PayPal that it was shipped, which is what protects the seller in a dispute.</summary>
    /// <returns>The id of the tracker, to withdraw it by; null if PayPal's answer does not show it.</returns>
    public async Task<string?> AddTrackingAsync(
        string orderId,
        PayPalTrackingRequest tracking,
        string requestId,
        CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(tracking, PayPalJson.Default.PayPalTrackingRequest);
        var order = await CallAsync(
            PayPalCall.Post("add tracking", $"v2/checkout/orders/{Segment(orderId)}/track", requestId, body),
            PayPalJson.Default.PayPalOrder,
            cancellation);
        return order
            .Unit?.Shipping?.Trackers?.Select(t => t.Id)
            .LastOrDefault(id => id.EndsWith("-" + tracking.TrackingNumber, StringComparison.Ordinal));
    }

    /// <summary>Withdraws a tracker, when a shipment is un-marked.</summary>
    public Task CancelTrackingAsync(string orderId, string trackerId, string requestId, CancellationToken cancellation)
    {
        PayPalPatch[] patch = [new("replace", "/status", "CANCELLED")];
        return SendAsync(
            new PayPalCall(
                "withdraw tracking",
                HttpMethod.Patch,
                $"v2/checkout/orders/{Segment(orderId)}/trackers/{Segment(trackerId)}",
                requestId,
                JsonSerializer.SerializeToUtf8Bytes(patch, PayPalJson.Default.PayPalPatchArray)),
            cancellation);
    }
}
