using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;

namespace ChatPay.Functions.Features.Shipping.ShipLink;

/// <summary>What a ship link does.</summary>
internal static class ShipLinkMark
{
    /// <summary>One link, one mark: its id is derived, so that a second use finds it, also when the mark was taken back since.</summary>
    public static Shipment Of(Order order, (string Carrier, string Number)? tracking, DateTimeOffset now) =>
        new Shipment(Ids.Derived("shp", order.Id, "link"), [], now).With(tracking);
}
