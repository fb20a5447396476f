using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>PayPal's fees for a case: the seller is told of each change, and an operator cannot book a fee that PayPal never
/// charges.</summary>
public sealed class DisputeFeesTests
{
    [Fact]
    public void Fee_BookedByAnOperator_IsBound()
    {
        var sale = ScriptedSale.Shipped().Did(Read(1, "0.00"))
            .IsRefused("fees-too-large", Book("100.01")).IsRefused("fees-too-large", Book("1500.00")).Did(Book("100.00"));
        Assert.Equal(ScriptedSale.Usd("100.00"), sale.Order.Disputes[0].Fees);
    }

    /// <summary>Changed by PayPal and by an operator, with and without a change of the amount lost.</summary>
    [Fact]
    public void Fee_ThatChanges_IsToldToTheSeller()
    {
        var sale = ScriptedSale.Shipped().Did(Read(1, "15.00"));
        Assert.Equal([OrderEventType.CaseOpened, OrderEventType.CaseLost, OrderEventType.CaseFeeCharged], sale.Events.TakeLast(3));
        sale.Did(Book("20.00"));
        Assert.Equal(OrderEventType.CaseFeeCharged, sale.Events[^1]);
        sale.Did(Book("5.00"));
        Assert.Equal((OrderEventType.CaseFeeReturned, ScriptedSale.Usd("5.00")), (sale.Events[^1], sale.Order.Disputes[0].Fees));
        sale.Did(Read(2, "0.00"));
        Assert.Equal(OrderEventType.CaseFeeReturned, sale.Events[^1]);
        sale.Do(Read(3, "0.00"));
        Assert.Equal(2, sale.Events.Count(e => e == OrderEventType.CaseFeeReturned));
    }

    [Fact]
    public void Fee_ThatThePlatformBears_IsNotToldToTheSeller() =>
        Assert.DoesNotContain(
            OrderEventType.CaseFeeCharged,
            ScriptedSale.Shipped(ScriptedSale.ExampleTerms with { SellerBearsCaseFees = false }).Did(Read(1, "15.00")).Events);

    private static Func<Order, Decision> Read(int minute, string fees) =>
        o =>
            DisputeTransitions.Observe(
                o,
                new ProviderDispute(
                    "PP-D-1",
                    ScriptedSale.Start.AddMinutes(minute),
                    "RESOLVED",
                    ScriptedSale.Usd("40.00"),
                    ScriptedSale.Usd("40.00"),
                    ScriptedSale.Usd(fees))
                {
                    Outcome = "RESOLVED_BUYER_FAVOUR",
                },
                ScriptedSale.Start);

    private static Func<Order, Decision> Book(string fees) =>
        o =>
            DisputeTransitions.BookByHand(
                o,
                "PP-D-1",
                ScriptedSale.Usd("40.00"),
                ScriptedSale.Usd(fees),
                "Seen in the dashboard.",
                ScriptedSale.Start);
}
