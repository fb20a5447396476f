using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;
using CsCheck;

namespace ChatPay.Functions.Tests.Ledger;

/// <summary>Whatever the amounts and the number of partial refunds, the parts add up to the whole, and everyone has returned exactly
/// what they got.</summary>
public sealed class AllocationTests
{
    private static readonly Gen<(long Gross, int Points, bool SellerBears, long[] Parts)> Refunds = Gen.Select(
        Gen.Long[1_00, 750_00],
        Gen.Int[0, 1_500],
        Gen.Bool,
        Gen.Long[1, 300_00].Array[0, 20],
        (gross, points, bears, parts) => (gross, points, bears, parts));

    private static readonly Gen<(long[] Prices, long Tax, long Shipping, int[] Order)> Lines =
        Gen.Int[1, 8].SelectMany(n => Gen.Select(
            Gen.Long[0, 90_00].Array[n], Gen.Long[0, 20_00], Gen.Long[1_00, 20_00], Gen.Shuffle(Enumerable.Range(0, n).ToArray()),
            (prices, tax, shipping, order) => (prices, tax, shipping, order)));

    [Fact]
    public void RefundsByAmount_UntilNothingIsLeft_SumToEachShare() =>
        Refunds.Sample(given =>
        {
            var sale = Paid(
                ScriptedSale.Of(
                    new OrderTerms { PlatformFeeBasisPoints = given.Points, SellerBearsProcessingFee = given.SellerBears },
                    Usd(given.Gross)));
            var share = sale.Order.Net;
            foreach (var part in given.Parts.TakeWhile(p => p < sale.Order.Refundable.MinorUnits))
                Refund(sale, new RefundRequest(Usd(part)));
            Refund(sale, new RefundRequest());

            var (fee, zero) = (sale.Order.Terms.PlatformFee(Usd(given.Gross)), Usd(0));
            Assert.Equal(Usd(given.Gross), Sum(sale, r => r.Amount));
            Assert.Equal(fee, Sum(sale, r => r.FromPlatform));
            Assert.Equal(share, Sum(sale, r => r.FromSeller));
            Assert.Equal((zero, given.SellerBears ? sale.Order.Capture!.ProcessingFee : zero), (sale.Order.Net, sale.Order.Debt));
            Assert.DoesNotContain(Balances.Of(sale.Ledger), b => b.Key == Accounts.PlatformFees && b.Value != zero);
        });

    [Fact]
    public void RefundsByLine_InAnyOrder_SumToWhatWasPaid() => Lines.Sample(given =>
    {
        var sale = Paid(ScriptedSale.Of(ScriptedSale.ExampleTerms, [.. given.Prices.Select(Usd)], Usd(given.Tax), Usd(given.Shipping)));
        // A remaining free line has nothing to refund once all the money is back.
        foreach (var line in given.Order.TakeWhile(_ => sale.Order.Refunded != sale.Order.Total))
            Refund(sale, new RefundRequest(Lines: [line]));

        Assert.Equal(sale.Order.Total, sale.Order.Refunded);
        Assert.All(sale.Order.UnshippedLines, line => Assert.Equal(0, given.Prices[line]));
        Assert.Equal(
            sale.Order.UnshippedLines.Count == 0 ? OrderStage.Refunded : OrderStage.ToShip, OrderProgress.Of(sale.Order).Stage);
        Assert.All(sale.Order.Refunds, r => Assert.True(r.Amount.MinorUnits >= 0));
    });

    private static void Refund(ScriptedSale sale, RefundRequest wish)
    {
        var n = sale.Order.Refunds.Count + 1;
        sale.Did(o => RefundDecisions.Give(o, RefundReason.Seller, wish, new IdempotencyRecord("key" + n, ""), ScriptedSale.Start));
        if (sale.Order.Refunds[^1].State != RefundState.Completed)
            sale.Did(o => RefundTransitions.Submit(o, n)).Did(o => RefundTransitions.Complete(o, n, "R" + n, ScriptedSale.Start));
    }

    private static ScriptedSale Paid(ScriptedSale sale)
    {
        var fee = sale.Order.Total.BasisPoints(349) + Usd(49);
        return sale.Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.Approve(o, 1, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.RecordCapture(o, new Capture("CAPTURE1", 1, o.Total, fee, ScriptedSale.Start, Late: false)));
    }

    private static Money Sum(ScriptedSale sale, Func<Refund, Money> part) =>
        sale.Order.Refunds.Aggregate(Usd(0), (sum, r) => sum + part(r));

    private static Money Usd(long cents) => new(cents, "USD");
}
