using ChatPay.Functions.Sale.Fulfilment;

namespace ChatPay.Functions.Platform.Orders.Views;

/// <summary>A shipment as buyer and seller see it.</summary>
/// <param name="Id"><c>shp-…</c></param>
/// <param name="Lines">Indexes into the order's lines.</param>
/// <param name="At">When it was marked, UTC.</param>
/// <param name="Carrier">Null without tracking.</param>
/// <param name="TrackingNumber">Null without tracking.</param>
/// <param name="UnderReview">Whether the carrier does not seem to issue such numbers.</param>
/// <param name="DeliveredAt">When the buyer confirmed that it has arrived, UTC.</param>
/// <param name="UnmarkedAt">When the seller un-marked it, UTC.</param>
public sealed record ShipmentView(
    string Id,
    IReadOnlyList<int> Lines,
    DateTimeOffset At,
    string? Carrier,
    string? TrackingNumber,
    bool UnderReview,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset? UnmarkedAt)
{
    public static ShipmentView Of(Shipment shipment) =>
        new(
            shipment.Id,
            shipment.Lines,
            shipment.At,
            shipment.Carrier,
            shipment.TrackingNumber,
            shipment.UnderReview,
            shipment.DeliveredAt,
            shipment.UnmarkedAt);
}
