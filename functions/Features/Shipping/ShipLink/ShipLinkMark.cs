using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;

namespace ChatPay.Functions.Features.Shipping.ShipLink;

/// <summary>The shipment that a ship link creates.</summary>
internal static class ShipLinkMark
{
    /// <summary>One shipment per link: its id is derived, so that a second use finds it, even if it was un-marked since.</summary>
    public static Shipment Of(Order order, (string Carrier, string Number)? tracking, DateTimeOffset now) =>
        new Shipment(Ids.Derived("shp", order.Id, "link"), [], now).With(tracking);
}
