using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>Disputes at the provider, before and after the payout: rows 11 to 13 of the design's example.</summary>
public sealed class DisputeTransitionsTests
{
    private const string Held = "seller:sel-1:held";
    private const string Payable = "seller:sel-1:payable";
    private const string Debt = "seller:sel-1:debt";

    [Fact]
    public void Opened_InTheHold_IsWithheldAndBlocksEverything()
    {
        var sale = ScriptedSale
            .Shipped()
            .Did(o =>
                RefundDecisions.Give(
                    o,
                    RefundReason.Seller,
                    new RefundRequest(ScriptedSale.Usd("20.00")),
                    new("k", "r"),
                    ScriptedSale.Start))
            .Did(o => RefundTransitions.Submit(o, 1))
            .Did(o => RefundTransitions.Complete(o, 1, "R1", ScriptedSale.Start));
        sale.Did(Seen(1, "80.00", "80.00")).HasNothingToDo(Seen(1, "80.00", "80.00"));

        Booked(sale, "ord-1-case-PP-D-1-1", ("processor:withheld", "80.00"), ("processor:balance", "-80.00"));
        Assert.Equal(
            (OrderStatus.InDispute, new OrchestrationStart(OrderOrchestrations.Dispute, "ord-1-case-PP-D-1")),
            (OrderStatuses.ForSeller(sale.Order), sale.Starts[^1]));
        sale.Now = ScriptedSale.Start + TimeSpan.FromHours(72);
        sale.IsRefused("blocked", sale.Release);
        sale.IsRefused("case-open", o => RefundDecisions.Give(o, RefundReason.Seller, new RefundRequest(), new("k2", ""), sale.Now));

        // Row 12: lost before the payout, and its fee.
        sale.Did(Resolved(2, "80.00", "80.00", "15.00"));
        Booked(sale, "ord-1-case-PP-D-1-2", (Held, "72.02"), ("platform:fees", "4.00"), (Debt, "3.98"), ("processor:withheld", "-80.00"));
        Booked(sale, "ord-1-case-PP-D-1-3", (Debt, "15.00"), ("processor:balance", "-15.00"));
        Assert.Equal((OrderStatus.Refunded, ScriptedSale.Usd("18.98")), (OrderStatuses.ForSeller(sale.Order), sale.Order.Debt));
        sale.Did(sale.Release);
        Assert.Equal(OrderStage.Refunded, OrderProgress.Of(sale.Order).Stage);
    }

    [Fact]
    public void PartlyLost_ReturnsTheRest()
    {
        // Row 12b: 50 of 80.
        var sale = ScriptedSale
            .Shipped()
            .Did(Seen(1, "80.00", "80.00"))
            .Did(Resolved(2, "80.00", "50.00", outcome: "RESOLVED_WITH_PAYOUT"));
        Booked(sale, "ord-1-case-PP-D-1-2", ("processor:withheld", "-30.00"), ("processor:balance", "30.00"));
        Booked(sale, "ord-1-case-PP-D-1-3", (Held, "47.50"), ("platform:fees", "2.50"), ("processor:withheld", "-50.00"));
        Assert.Equal((DisputeState.PartlyLost, OrderStatus.Shipped), (sale.Order.Disputes[0].State, OrderStatuses.ForSeller(sale.Order)));
    }

    [Fact]
    public void Won_InTheHold_IsPaidNotBeforeItWasDecided()
    {
        var sale = ScriptedSale.Shipped().Did(Seen(1, "100.00", "100.00"));
        sale.Now = ScriptedSale.Start + TimeSpan.FromDays(20);
        sale.Did(Resolved(2, "100.00", "0.00", outcome: "RESOLVED_SELLER_FAVOUR", at: sale.Now));

        Booked(sale, "ord-1-case-PP-D-1-2", ("processor:withheld", "-100.00"), ("processor:balance", "100.00"));
        Assert.Equal((DisputeState.Won, sale.Now), (sale.Order.Disputes[0].State, sale.Order.DueAt));
        sale.Did(sale.Release).Did(sale.Submit("bat-1"));
        Assert.Equal(ScriptedSale.Usd("91.02"), sale.Order.CurrentPayout!.Amount);
    }

    [Fact]
    public void Chargeback_AfterThePayout_IsTheSellersDebtWithItsFee()
    {
        // Row 13.
        var sale = ScriptedSale.PaidOut().Did(Seen(1, "100.00", "100.00")).Did(Resolved(2, "100.00", "100.00", "20.00"));
        Booked(sale, "ord-1-case-PP-D-1-2", ("platform:fees", "5.00"), (Debt, "95.00"), ("processor:withheld", "-100.00"));
        Booked(sale, "ord-1-case-PP-D-1-3", (Debt, "20.00"), ("processor:balance", "-20.00"));
        Assert.Equal(ScriptedSale.Usd("115.00"), sale.Order.Debt);
    }

    [Fact]
    public void Chargeback_WhileThePayoutWaits_TakesItFromThere()
    {
        var sale = ScriptedSale.Released().Did(Seen(1, "40.00", "40.00"));
        sale.IsRefused("blocked", sale.Submit("bat-1"));
        sale.Did(Resolved(2, "40.00", "40.00"));
        Booked(sale, "ord-1-case-PP-D-1-2", (Payable, "38.00"), ("platform:fees", "2.00"), ("processor:withheld", "-40.00"));
        sale.Did(sale.Submit("bat-1"));
        Assert.Equal(ScriptedSale.Usd("53.02"), sale.Order.CurrentPayout!.Amount);
    }

    [Fact]
    public void Chargeback_OfEverythingWhileThePayoutWaits_EndsIt()
    {
        var sale = ScriptedSale.Released().Did(Seen(1, "100.00", "100.00")).Did(Resolved(2, "100.00", "100.00"));
        Assert.Equal((PayoutState.NothingDue, OrderStage.Refunded), (sale.Order.CurrentPayout!.State, OrderProgress.Of(sale.Order).Stage));
    }

    [Fact]
    public void Inquiry_ThatWithholdsNothing_IsBookedOnlyWhenItIsLost()
    {
        var sale = ScriptedSale.Shipped().Did(Seen(1, "100.00", "0.00"));
        Assert.DoesNotContain(sale.Ledger, t => t.Id.Contains("case", StringComparison.Ordinal));
        sale.Did(Resolved(2, "100.00", "100.00"));
        Booked(sale, "ord-1-case-PP-D-1-1", ("processor:withheld", "100.00"), ("processor:balance", "-100.00"));
        Booked(sale, "ord-1-case-PP-D-1-2", (Held, "91.02"), ("platform:fees", "5.00"), (Debt, "3.98"), ("processor:withheld", "-100.00"));
    }

    [Fact]
    public void Older_ThanWhatIsKnown_ChangesNothing()
    {
        var sale = ScriptedSale
            .Shipped()
            .Did(Resolved(5, "100.00", "0.00", outcome: "CANCELED_BY_BUYER"))
            .HasNothingToDo(Seen(4, "100.00", "100.00"));
        Assert.Equal(DisputeState.Withdrawn, sale.Order.Disputes[0].State);
        Assert.Equal([OrderEventType.CaseOpened, OrderEventType.CaseWon], sale.Events.TakeLast(2));
    }

    [Fact]
    public void Reopened_AfterItWasLost_IsWithheldAgainAndPaidBackWhenWon()
    {
        var sale = ScriptedSale.PaidOut().Did(Seen(1, "100.00", "100.00")).Did(Resolved(2, "100.00", "100.00"));
        sale.Did(Seen(3, "100.00", "100.00", "UNDER_REVIEW"));
        Booked(sale, "ord-1-case-PP-D-1-3", ("platform:fees", "-5.00"), (Debt, "-95.00"), ("processor:withheld", "100.00"));
        Assert.Equal(
            (DisputeState.Reopened, OrderStatus.InDispute, "ord-1-case-PP-D-1.2"),
            (sale.Order.Disputes[0].State, OrderStatuses.ForSeller(sale.Order), sale.Starts[^1].InstanceId));
        Assert.Equal((ScriptedSale.OrderId, "PP-D-1"), Dispute.Parse(sale.Starts[^1].InstanceId));

        sale.Did(Resolved(4, "100.00", "0.00", outcome: "RESOLVED_SELLER_FAVOUR"));
        Assert.Equal((ScriptedSale.Usd("0.00"), false), (sale.Order.Debt, PayoutTransitions.IsOwedAfterTheEnd(sale.Order)));
    }

    [Fact]
    public void Reopened_AfterItWasLostInTheHold_IsPaidOutWhenWon()
    {
        var sale = ScriptedSale.Shipped().Did(Seen(1, "100.00", "100.00")).Did(Resolved(2, "100.00", "100.00"));
        sale.Now = ScriptedSale.Start + TimeSpan.FromHours(72);
        sale.Did(sale.Release).Did(Seen(3, "100.00", "100.00", "UNDER_REVIEW"));
        sale.IsRefused("blocked", sale.Release);
        sale.Did(Resolved(4, "100.00", "0.00", outcome: "RESOLVED_SELLER_FAVOUR"));

        Assert.True(PayoutTransitions.IsOwedAfterTheEnd(sale.Order));
        sale.Did(sale.Release)
            .Did(sale.Submit("bat-1", 2))
            .Did(o => PayoutTransitions.Pay(o, 2, "ITEM2", ScriptedSale.Usd("0.25"), sale.Now));
        Assert.Equal(ScriptedSale.Usd("91.02"), sale.Order.CurrentPayout!.Amount);
        sale.HasNothingToDo(sale.Release);
    }

    [Fact]
    public void NotShippedInTime_WithACaseOpen_IsNotRefundedOnTop()
    {
        var deadline = ScriptedSale.Start + TimeSpan.FromDays(7);
        var sale = ScriptedSale
            .Paid()
            .Did(Seen(1, "100.00", "100.00"))
            .IsRefused("case-open", o => RefundDecisions.RefundUnshipped(o, deadline));
        Assert.Null(OrderProgress.Of(sale.Order).Deadline);

        sale.Did(Resolved(2, "100.00", "100.00"));
        Assert.Equal(OrderStage.Refunded, OrderProgress.Of(sale.Order).Stage);
        sale.HasNothingToDo(o => RefundDecisions.RefundUnshipped(o, deadline))
            .IsRefused("refunded", o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", deadline, null)));
    }

    [Fact]
    public void Evidence_SubmittedAgainAndAgain_IsRefusedInTheEnd()
    {
        var sale = ScriptedSale.Shipped().Did(Seen(1, "100.00", "100.00"));
        for (var n = 0; n < DisputeTransitions.MaxEvidences; n++)
            sale.Did(o => DisputeTransitions.Show(o, "PP-D-1"));
        sale.IsRefused("too-many-evidences", o => DisputeTransitions.Show(o, "PP-D-1")).Did(o => DisputeTransitions.Accept(o, "PP-D-1"));
    }

    [Fact]
    public void Steps_OfTheSeller_AreTakenWhileTheyAreAllowed()
    {
        var sale = ScriptedSale
            .Shipped()
            .IsRefused("not-found", o => DisputeTransitions.Accept(o, "PP-D-1"))
            .IsRefused("not-found", o => DisputeTransitions.Show(o, "PP-D-1"));
        sale.Did(Seen(1, "100.00", "100.00"))
            .Did(o => DisputeTransitions.Show(o, "PP-D-1"))
            .Did(o => DisputeTransitions.Accept(o, "PP-D-1"))
            .HasNothingToDo(o => DisputeTransitions.Accept(o, "PP-D-1"));
        sale.Did(Resolved(2, "100.00", "100.00")).IsRefused("case-not-waiting", o => DisputeTransitions.Show(o, "PP-D-1"))
            .HasNothingToDo(o => DisputeTransitions.Accept(o, "PP-D-1"));
        ScriptedSale
            .Shipped()
            .Did(Resolved(1, "100.00", "100.00"))
            .IsRefused("case-not-acceptable", o => DisputeTransitions.Accept(o, "PP-D-1"));
    }

    [Fact]
    public void Case_AcceptedOpenedAgainAndAccepted_HasAKeyOfItsOwnForEachAcceptance()
    {
        var first = ScriptedSale.Shipped().Did(Seen(1, "100.00", "100.00")).Did(o => DisputeTransitions.Accept(o, "PP-D-1"));
        var key = Dispute.AcceptanceKey(ScriptedSale.OrderId, first.Order.Disputes[0]);
        var again = first
            .Did(Resolved(2, "100.00", "100.00"))
            .Did(Seen(3, "100.00", "100.00"))
            .Did(o => DisputeTransitions.Accept(o, "PP-D-1"));
        Assert.NotEqual(key, Dispute.AcceptanceKey(ScriptedSale.OrderId, again.Order.Disputes[0]));
        Assert.Equal(Dispute.Key(ScriptedSale.OrderId, "PP-D-1") + "-accept", key);
    }

    [Fact]
    public void PlatformBearsTheFee_WhenTheTermsSaySo()
    {
        var sale = ScriptedSale
            .PaidOut(ScriptedSale.ExampleTerms with { SellerBearsCaseFees = false })
            .Did(Resolved(1, "100.00", "0.00", "20.00", "RESOLVED_SELLER_FAVOUR"));
        Booked(sale, "ord-1-case-PP-D-1-1", ("costs:processing", "20.00"), ("processor:balance", "-20.00"));
    }

    private static Func<Order, Decision> Seen(int minute, string amount, string withheld, string status = "WAITING_FOR_SELLER_RESPONSE") =>
        o =>
            DisputeTransitions.Observe(
                o,
                Reading(minute, amount, withheld, "0.00", status) with
                {
                    CanBeAccepted = true,
                },
                ScriptedSale.Start);

    private static Func<Order, Decision> Resolved(
        int minute,
        string amount,
        string lost,
        string fee = "0.00",
        string outcome = "RESOLVED_BUYER_FAVOUR",
        DateTimeOffset? at = null) =>
        o =>
            DisputeTransitions.Observe(
                o,
                Reading(minute, amount, lost, fee, "RESOLVED") with
                {
                    Outcome = outcome,
                },
                at ?? ScriptedSale.Start);

    private static ProviderDispute Reading(int minute, string amount, string settlement, string fee, string status) =>
        new(
            "PP-D-1",
            ScriptedSale.Start + TimeSpan.FromMinutes(minute),
            status,
            ScriptedSale.Usd(amount),
            ScriptedSale.Usd(settlement),
            ScriptedSale.Usd(fee))
        {
            Reason = "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
        };

    private static void Booked(ScriptedSale sale, string id, params (string Account, string Amount)[] postings) =>
        Assert.Equal(
            postings.Select(p => new Posting(p.Account, ScriptedSale.Usd(p.Amount))),
            Assert.Single(sale.Ledger, t => t.Id == id).Postings);
}
