using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>A case is decided again, its fee returned, or a refund refused, after the seller's debt for it has been paid or written
/// off.</summary>
public sealed class OverpaidDebtTests
{
    private const string Held = "seller:sel-1:held";
    private const string Debt = "seller:sel-1:debt";

    [Fact]
    public void Won_AfterTheDebtWasNetted_IsTheSellersAgainAndPaidOut()
    {
        var sale = Lost();
        Net(sale, "50.00");
        sale.Did(Resolved(2, "0.00", "0.00"));

        Booked(sale, (Debt, "50.00"), (Held, "-50.00"));
        Assert.Equal((ScriptedSale.Usd("0.00"), ScriptedSale.Usd("50.00")), (sale.Order.Debt, sale.Order.Held));
        Assert.Equal(new OrchestrationStart(OrderOrchestrations.Dispute, "ord-1-case-PP-D-1.2"), sale.Starts[^1]);
        Assert.Equal([OrderEventType.CaseWon, OrderEventType.CaseFeeReturned], sale.Events.TakeLast(2));
        sale.Did(sale.Release)
            .Did(sale.Submit("bat-2", 2))
            .Did(o => PayoutTransitions.Pay(o, 2, "ITEM2", ScriptedSale.Usd("0.25"), sale.Now));
        Assert.False(PayoutTransitions.IsOwedAfterTheEnd(sale.Order));
    }

    [Fact]
    public void Fee_GivenBackAfterItWasNetted_IsTheSellersAgain()
    {
        var sale = Lost();
        Net(sale, "115.00");
        sale.Did(Resolved(2, "100.00", "0.00"));
        Assert.Equal((ScriptedSale.Usd("0.00"), ScriptedSale.Usd("20.00")), (sale.Order.Debt, sale.Order.Held));
    }

    [Fact]
    public void Fee_GivenBackBeforeItWasPaid_IsOwedNoMore() =>
        Assert.Equal(ScriptedSale.Usd("95.00"), Lost().Did(Resolved(2, "100.00", "0.00")).Order.Debt);

    [Fact]
    public void Won_AfterTheDebtWasWrittenOff_IsThePlatformsAgain()
    {
        var sale = Lost();
        Net(sale, "15.00");
        sale.Did(o => NettingTransitions.WriteOff(o, "Gone.", ScriptedSale.Start)).Did(Resolved(2, "0.00", "0.00"));
        Assert.Equal(
            (ScriptedSale.Usd("0.00"), ScriptedSale.Usd("15.00"), ScriptedSale.Usd("0.00")),
            (sale.Order.WrittenOff, sale.Order.Held, sale.Order.Debt));
        sale.Did(Resolved(3, "100.00", "0.00"));
        Assert.Equal((ScriptedSale.Usd("0.00"), ScriptedSale.Usd("80.00")), (sale.Order.Held, sale.Order.Debt));
    }

    [Fact]
    public void Won_WhileTheDebtIsBeingNetted_IsReturnedWhenThatHasEnded()
    {
        var sale = Lost()
            .Did(o => NettingTransitions.Reserve(o, "ord-2", ScriptedSale.Usd("115.00"), ScriptedSale.Start))
            .Did(Resolved(2, "0.00", "20.00"));
        Assert.Equal(ScriptedSale.Usd("0.00"), sale.Order.Held);
        sale.Did(o => NettingTransitions.Follow(o, o.PendingTransfer!.Id, isPaid: true, ScriptedSale.Start));
        Assert.Equal((ScriptedSale.Usd("0.00"), ScriptedSale.Usd("95.00")), (sale.Order.Debt, sale.Order.Held));
        Assert.Equal(new OrchestrationStart(OrderOrchestrations.Dispute, "ord-1-case-PP-D-1.2"), sale.Starts[^1]);
    }

    [Fact]
    public void Reopened_AfterTheDebtWasNetted_IsHeldUntilItIsDecided()
    {
        var sale = Lost();
        Net(sale, "115.00");
        sale.Did(o => DisputeTransitions.Observe(o, Reading(2, "UNDER_REVIEW", "100.00", "20.00"), ScriptedSale.Start))
            .IsRefused("blocked", sale.Release);
        Assert.Equal(ScriptedSale.Usd("95.00"), sale.Order.Held);
        sale.Did(Resolved(3, "100.00", "20.00"));
        Assert.Equal((ScriptedSale.Usd("0.00"), ScriptedSale.Usd("0.00")), (sale.Order.Held, sale.Order.Debt));
    }

    /// <summary>The debt of a case was netted and, when the case was won, applied to a pending refund: that fails, and all of it is
    /// the seller's again.</summary>
    [Fact]
    public void Refund_ThatFailsAfterTheDebtOfAWonCaseWasNetted_LeavesTheSellerNothingOwed()
    {
        var sale = ScriptedSale
            .PaidOut()
            .Did(o =>
                RefundDecisions.Give(
                    o,
                    RefundReason.Seller,
                    new RefundRequest(ScriptedSale.Usd("40.00")),
                    new IdempotencyRecord("k", "r"),
                    ScriptedSale.Start))
            .Did(o => RefundTransitions.Submit(o, 1))
            .Did(Resolved(1, "60.00", "20.00"));
        Net(sale, "77.00");
        sale.Did(Resolved(2, "0.00", "0.00"));
        Assert.Equal((ScriptedSale.Usd("39.00"), ScriptedSale.Usd("0.00")), (sale.Order.Held, sale.Order.Debt));

        sale.Did(o => RefundTransitions.Fail(o, 1, "REFUSED", ScriptedSale.Start));

        Booked(sale, (Debt, "38.00"), (Held, "-38.00"));
        Assert.Equal((ScriptedSale.Usd("77.00"), ScriptedSale.Usd("0.00")), (sale.Order.Held, sale.Order.Debt));
        Assert.Equal(new OrchestrationStart(OrderOrchestrations.Dispute, "ord-1-case-PP-D-1.3"), sale.Starts[^1]);
    }

    /// <summary>Money that PayPal returns outside of the dispute is booked by an operator.</summary>
    [Fact]
    public void Operator_BooksAFeeThatWasGivenBack()
    {
        var sale = Lost();
        Net(sale, "115.00");
        sale.Did(o =>
            DisputeTransitions.BookByHand(
                o,
                "PP-D-1",
                ScriptedSale.Usd("100.00"),
                ScriptedSale.Usd("5.00"),
                "Given back in part.",
                ScriptedSale.Start));
        Assert.Equal(
            (ScriptedSale.Usd("5.00"), ScriptedSale.Usd("15.00"), ScriptedSale.Usd("0.00")),
            (sale.Order.Disputes[0].Fees, sale.Order.Held, sale.Order.Debt));
    }

    /// <summary>Paid out, then charged back: 95.00 of the loss and a fee of 20.00 are the seller's debt.</summary>
    private static ScriptedSale Lost()
    {
        var sale = ScriptedSale.PaidOut().Did(Resolved(1, "100.00", "20.00"));
        Assert.Equal(ScriptedSale.Usd("115.00"), sale.Order.Debt);
        return sale;
    }

    private static void Net(ScriptedSale sale, string amount) => sale
        .Did(o => NettingTransitions.Reserve(o, "ord-2", ScriptedSale.Usd(amount), ScriptedSale.Start))
        .Did(o => NettingTransitions.Follow(o, o.PendingTransfer!.Id, isPaid: true, ScriptedSale.Start));

    private static Func<Order, Decision> Resolved(int minute, string lost, string fee) => o => DisputeTransitions.Observe(
        o,
        Reading(minute, "RESOLVED", lost, fee) with { Outcome = lost == "0.00" ? "RESOLVED_SELLER_FAVOUR" : "RESOLVED_BUYER_FAVOUR" },
        ScriptedSale.Start);

    private static ProviderDispute Reading(int minute, string status, string settlement, string fee) =>
        new(
            "PP-D-1",
            ScriptedSale.Start + TimeSpan.FromMinutes(minute),
            status,
            ScriptedSale.Usd("100.00"),
            ScriptedSale.Usd(settlement),
            ScriptedSale.Usd(fee));

    private static void Booked(ScriptedSale sale, params (string Account, string Amount)[] postings) =>
        Assert.Equal(postings.Select(p => new Posting(p.Account, ScriptedSale.Usd(p.Amount))), sale.Ledger[^1].Postings);
}
