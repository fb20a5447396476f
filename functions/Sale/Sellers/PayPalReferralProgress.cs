using System.Globalization;

namespace ChatPay.Functions.Sale.Sellers;

/// <summary>One way of a seller through PayPal's own page. Each has a tracking id of its own there, so that what an earlier one named does
/// not count.</summary>
/// <param name="Number">From 1.</param>
/// <param name="BegunAt">UTC.</param>
/// <param name="IsOpen">Whether the account that is named there is taken; false once one was, or the seller has named one here.</param>
public sealed record PayPalReferralProgress(int Number, DateTimeOffset BegunAt, bool IsOpen = true)
{
    /// <summary>What PayPal knows this way by, and gives back as <c>tracking_id</c>, or <c>merchantId</c> in an address.</summary>
    public static string TrackingId(string sellerId, int number) => string.Create(CultureInfo.InvariantCulture, $"{sellerId}-{number}");

    /// <summary>The seller and the number in a tracking id; null when it is none of these.</summary>
    public static (string SellerId, int Number)? Parse(string? trackingId) =>
        trackingId?.LastIndexOf('-') is { } at and > 0 && Ids.HasForm(trackingId[..at], "sel")
            && int.TryParse(trackingId.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (trackingId[..at], number)
            : null;
}
