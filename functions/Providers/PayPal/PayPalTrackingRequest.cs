namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The body of <c>POST /v2/checkout/orders/{id}/track</c>. The published schema requires other fields; this is what the
/// API accepts.</summary>
/// <param name="CaptureId">The capture that paid for it.</param>
/// <param name="TrackingNumber">At most 64 characters.</param>
/// <param name="Carrier">A code from PayPal's list, otherwise <c>OTHER</c>.</param>
/// <param name="CarrierNameOther">The carrier's name when <paramref name="Carrier"/> is <c>OTHER</c>.</param>
/// <param name="NotifyPayer">Whether PayPal mails the buyer; otherwise only the chat tells them.</param>
public sealed record PayPalTrackingRequest(
    string CaptureId, string TrackingNumber, string Carrier, string? CarrierNameOther = null, bool NotifyPayer = false);
