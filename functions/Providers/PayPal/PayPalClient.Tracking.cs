using System.Text.Json;

namespace ChatPay.Functions.Providers.PayPal;

public sealed partial class PayPalClient
{
    /// <summary>Reports a shipment to PayPal, which is what protects the seller in a dispute.</summary>
    /// <returns>The id of the tracker, for cancelling it; null if PayPal's response does not show it.</returns>
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

    /// <summary>Cancels a tracker, when a shipment is un-marked.</summary>
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
