namespace ChatPay.Functions.Sale.Fulfilment;

/// <summary>What the provider was told about a shipment.</summary>
/// <param name="Carrier">A code of PayPal's list, or <see cref="Carriers.Other"/>.</param>
/// <param name="CarrierName">The carrier's name where it is not on the list.</param>
/// <param name="Number">Compact.</param>
public sealed record ReportedTracking(string Carrier, string? CarrierName, string Number)
{
    /// <summary>The provider's id, to withdraw it by; null when it gave none.</summary>
    public string? TrackerId { get; init; }

    /// <summary>The provider's issue when it refused; it is not told again.</summary>
    public string? Refusal { get; init; }

    /// <summary>What the provider should know about this shipment; null when nothing.</summary>
    public static ReportedTracking? WantedFor(Order order, Shipment shipment)
    {
        if (order.Kind != FulfilmentKind.Ship || shipment is not { UnmarkedAt: null, Carrier: { } carrier, TrackingNumber: { } number })
            return null;
        var known = Carriers.Find(carrier);
        return new ReportedTracking(known?.Code ?? Carriers.Other, known is null ? carrier : null, Carriers.Compact(number));
    }

    /// <summary>Whether the provider knows what it should about this shipment.</summary>
    public static bool IsTold(Order order, Shipment shipment)
    {
        var wanted = WantedFor(order, shipment);
        return shipment.Reported is { } told ? told.Says(wanted) : wanted is null;
    }

    /// <summary>Whether the provider has been told just this.</summary>
    public bool Says(ReportedTracking? wanted) =>
        wanted is not null && (Carrier, CarrierName, Number) == (wanted.Carrier, wanted.CarrierName, wanted.Number);
}
