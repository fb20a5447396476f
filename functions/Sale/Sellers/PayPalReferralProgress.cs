using System.Globalization;

namespace ChatPay.Functions.Sale.Sellers;

/// <summary>One pass of a seller through PayPal's onboarding page. Each has its own tracking id at PayPal, so that an account named
/// in an earlier one does not count.</summary>
/// <param name="Number">From 1.</param>
/// <param name="BegunAt">UTC.</param>
/// <param name="IsOpen">Whether an account named there is accepted; false once one was, or the seller has named one here.</param>
public sealed record PayPalReferralProgress(int Number, DateTimeOffset BegunAt, bool IsOpen = true)
{
    /// <summary>PayPal's id for this pass, returned as <c>tracking_id</c>, or as <c>merchantId</c> in a URL.</summary>
    public static string TrackingId(string sellerId, int number) => string.Create(CultureInfo.InvariantCulture, $"{sellerId}-{number}");

    /// <summary>The seller and number in a tracking id; null when it is not one of ours.</summary>
    public static (string SellerId, int Number)? Parse(string? trackingId) =>
        trackingId?.LastIndexOf('-') is { } at and > 0 && Ids.HasForm(trackingId[..at], "sel")
            && int.TryParse(trackingId.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (trackingId[..at], number)
            : null;
}
