using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Tests.Orders.Tracking;

public sealed class TrackingTransitionsTests
{
    private const string Number = "9400100000000000000000";

    [Fact]
    public void Correct_WithoutTrackingBefore_ShortensTheHold()
    {
        var sale = ScriptedSale.Paid().Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, null)));
        Assert.Equal(ScriptedSale.Start + TimeSpan.FromHours(96), sale.Order.DueAt);
        sale.Did(Correct("USPS", Number));
        Assert.Equal(ScriptedSale.Start + TimeSpan.FromHours(72), sale.Order.DueAt);
        Assert.Equal(OrderOrchestrations.TrackingId(ScriptedSale.OrderId, 1), Assert.Single(sale.Starts).InstanceId);
        sale.HasNothingToDo(Correct("USPS", Number));
    }

    /// <summary>A seller who corrected a mistake once waited a day longer for it. A number that never counted shortens nothing.</summary>
    [Fact]
    public void Correct_FromAKnownCarrierToAnother_NeverLengthensTheHold()
    {
        var shorter = ScriptedSale.Start + TimeSpan.FromHours(72);
        var sale = ScriptedSale.Shipped().Did(Correct("USPS", Number));
        Assert.Equal(shorter, sale.Order.DueAt);
        sale.Did(Correct("Corner Couriers", "CC123456")).Did(Correct("Another Courier", "AC123456"));
        Assert.Equal(shorter, sale.Order.DueAt);

        var doubtful = ScriptedSale.Paid()
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, null)))
            .Did(Correct("USPS", "soon1"))
            .Did(Correct("Corner Couriers", "CC123456"));
        Assert.Equal(ScriptedSale.Start + TimeSpan.FromHours(96), doubtful.Order.DueAt);
    }

    [Fact]
    public void Correct_ToWhatTheCarrierDoesNotGive_BlocksThePayoutUntilItIsCorrected()
    {
        var sale = ScriptedSale.Shipped().Did(Correct("USPS", "soon1"));
        Assert.Equal([PayoutBlock.TrackingReview], PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));
        sale.Did(Correct("USPS", Number));
        Assert.Empty(PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));
    }

    [Fact]
    public void Accept_ADoubtfulNumber_LetsThePayoutGoOn()
    {
        var sale = ScriptedSale.Shipped().Did(Correct("USPS", "soon1")).Did(o => TrackingTransitions.Accept(o, "shp-1"));
        Assert.Empty(PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));
        sale.HasNothingToDo(o => TrackingTransitions.Accept(o, "shp-1"));
    }

    [Fact]
    public void ConfirmDelivery_OfADoubtfulNumber_LetsThePayoutGoOn()
    {
        var sale = ScriptedSale
            .Shipped()
            .Did(Correct("USPS", "soon1"))
            .Did(o => ShipmentTransitions.ConfirmDelivery(o, ScriptedSale.Start));
        Assert.Empty(PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));
    }

    [Fact]
    public void Correct_UnmarkedOrUnknown_IsRefused()
    {
        ScriptedSale.Shipped().IsRefused("not-found", o => TrackingTransitions.Correct(o, "shp-9", "USPS", Number));
        ScriptedSale
            .Shipped()
            .Did(o => ShipmentTransitions.Unmark(o, "shp-1", ScriptedSale.Start))
            .IsRefused("shipment-unmarked", Correct("USPS", Number));
    }

    /// <summary>Each correction is told to buyer and PayPal, and stays in the timeline.</summary>
    [Fact]
    public void Correct_AgainAndAgain_IsRefusedInTheEnd()
    {
        var sale = ScriptedSale.Shipped();
        for (var n = 1; sale.Order.TrackingReports < TrackingTransitions.MaxChanges; n++)
            sale.Did(Correct("USPS", $"PARCEL{n}"));
        sale.IsRefused("too-many-corrections", Correct("USPS", Number))
            .HasNothingToDo(Correct("USPS", sale.Order.Shipments[0].TrackingNumber!))
            .Did(o => TrackingTransitions.Accept(o, "shp-1"));
    }

    private static Func<Order, Decision> Correct(string carrier, string number) =>
        order => TrackingTransitions.Correct(order, "shp-1", carrier, number);
}
