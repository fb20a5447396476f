using System.Text.Json;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>Reversals before, during and after cases: each is booked once, and none is lost.</summary>
public sealed class DisputeReversalsTests
{
    private static readonly DateTimeOffset Decided = ScriptedSale.Start.AddDays(3);

    [Fact]
    public void SecondReversal_OfTheAmountOfALostCase_IsBooked()
    {
        var sale = ScriptedSale.Shipped().Did(Open("40.00")).Did(Lost("40.00"))
            .Did(Reverse("R1", "40.00")).HasNothingToDo(Reverse("R1", "40.00"));
        Assert.Equal(ScriptedSale.Usd("40.00"), sale.Order.GivenBack);

        sale.Did(Reverse("R2", "40.00")).HasNothingToDo(Reverse("R2", "40.00")).HasNothingToDo(Reverse("R1", "40.00"));
        Assert.Equal((ScriptedSale.Usd("80.00"), ScriptedSale.Usd("15.02")), (sale.Order.GivenBack, sale.Order.Held));
    }

    /// <summary>The first reversal was booked before the case, which absorbed it.</summary>
    [Fact]
    public void SecondReversal_AfterACaseThatTookTheFirstOver_IsBooked()
    {
        var sale = ScriptedSale
            .Shipped()
            .Did(Reverse("R1", "40.00"))
            .Did(Open("40.00"))
            .Did(Lost("40.00"))
            .HasNothingToDo(Reverse("R1", "40.00"));
        sale.Did(Reverse("R2", "40.00"));
        Assert.Equal(ScriptedSale.Usd("80.00"), sale.Order.GivenBack);
    }

    [Fact]
    public void Reversal_OfMoreThanIsLeft_IsRefusedAndNotSwallowed()
    {
        var sale = ScriptedSale.Shipped().Did(Open("100.00")).Did(Lost("100.00")).Did(Reverse("R1", "100.00"));
        sale.IsRefused("refund-unexplained", Reverse("R2", "100.00"));
        Assert.Equal(ScriptedSale.Usd("100.00"), sale.Order.GivenBack);
    }

    /// <summary>The bank tries again: money that a case takes after returning everything has its own reversal.</summary>
    [Fact]
    public void Case_ThatTakesAgainAfterItWasWon_HasAnotherReversal()
    {
        var sale = ScriptedSale.Shipped().Did(Open("40.00")).Did(Reverse("R1", "40.00")).Did(Won("40.00"));
        sale.Did(Reading("PP-D-1", "UNDER_REVIEW", 5, "40.00", "40.00")).Did(Reverse("R2", "40.00"));
        sale.Did(Resolved("PP-D-1", "RESOLVED_BUYER_FAVOUR", 6, "40.00", "40.00"));
        Assert.Equal(ScriptedSale.Usd("40.00"), sale.Order.GivenBack);
        Assert.Equal(["R1", "R2"], sale.Order.Disputes[0].OwnReversals);
    }

    [Fact]
    public void Reversal_HeardDuringACaseThatIsWon_IsBookedBeforeThePayout()
    {
        var sale = ScriptedSale.Shipped().Did(Open("60.00")).Did(Reverse("R1", "25.00")).HasNothingToDo(Reverse("R1", "25.00"));
        Assert.Equal(ScriptedSale.Usd("0.00"), sale.Order.GivenBack);
        sale.Now = Decided;
        sale.Did(Won("60.00")).Did(sale.Release);
        Assert.Equal((ScriptedSale.Usd("25.00"), ScriptedSale.Usd("67.27")), (sale.Order.GivenBack, sale.Order.CurrentPayout!.Amount));
        Assert.Empty(sale.Order.HeardRefunds);
    }

    [Fact]
    public void Reversal_HeardBeforeTheCaseSaysWhatItTakes_IsItsMoney()
    {
        var sale = ScriptedSale.Shipped().Did(Reading("PP-D-1", "OPEN", 1, "40.00", null)).Did(Reverse("R1", "40.00")).Did(Open("40.00"));
        Assert.Empty(sale.Order.HeardRefunds);
        Assert.Equal(["R1"], sale.Order.Disputes[0].OwnReversals);
        sale.Did(Won("40.00"));
        Assert.Equal((ScriptedSale.Usd("0.00"), ScriptedSale.Usd("91.02")), (sale.Order.GivenBack, sale.Order.Held));
    }

    [Fact]
    public void Reversals_HeardDuringACase_AreDecidedWhenNoCaseIsOpen()
    {
        var sale = ScriptedSale
            .Shipped()
            .Did(Open("40.00"))
            .Did(Reading("PP-D-2", "OPEN", 1, "30.00", "30.00"))
            .Did(Reverse("R1", "10.00"));
        sale.Did(Won("40.00"));
        Assert.Equal(ScriptedSale.Usd("0.00"), sale.Order.GivenBack);
        sale.Did(Resolved("PP-D-2", "RESOLVED_BUYER_FAVOUR", 4, "30.00", "30.00"));
        Assert.Equal(ScriptedSale.Usd("40.00"), sale.Order.GivenBack);
    }

    [Fact]
    public void Reversal_ThatCannotBeBookedWhenTheCaseIsDecided_BlocksThePayout()
    {
        var sale = ScriptedSale.Shipped().Did(Open("60.00")).Did(Reverse("R1", "60.00")).Did(Reverse("R2", "50.00")).Did(Lost("60.00"));
        sale.Now = Decided;
        sale.IsRefused("blocked", sale.Release);
        Assert.Equal(
            (ScriptedSale.Usd("60.00"), "R2", true),
            (sale.Order.GivenBack, Assert.Single(sale.Order.HeardRefunds).Id, sale.Order.ManuallyBlocked));
    }

    /// <summary>An operator has lifted the block: later events of the decided case are no new reason.</summary>
    [Fact]
    public void Block_ThatAnOperatorHasLifted_IsNotSetAgainByNewsOfTheDecidedCase()
    {
        var sale = ScriptedSale.Shipped().Did(Open("60.00")).Did(Reverse("R1", "60.00")).Did(Reverse("R2", "50.00")).Did(Lost("60.00"));
        sale.Did(PayoutTransitions.Unblock);

        sale.Did(Resolved("PP-D-1", "RESOLVED_BUYER_FAVOUR", 9, "60.00", "55.00"));

        Assert.Equal(("R2", false), (Assert.Single(sale.Order.HeardRefunds).Id, sale.Order.ManuallyBlocked));
    }

    [Fact]
    public async Task Reversal_ThatCannotBeBookedWhenTheCaseIsDecided_IsToldToAnOperator()
    {
        await using var stores = await LocalStores.StartAsync();
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        var adoption = new AdoptRefunds(
            OrderStores.Of(stores.Tables, stores.Queues, stores.Clock),
            PayPalBench.Silent().Client,
            attention,
            stores.Clock);
        var sale = ScriptedSale
            .Shipped()
            .Did(Open("60.00"))
            .Did(Reverse("R1", "60.00"))
            .Did(Reverse("R2", "50.00"))
            .Did(Reverse("R3", "10.00"))
            .Did(Lost("60.00"));

        await adoption.TellOfHeardAsync(sale.Order, TestContext.Current.CancellationToken);

        Assert.Equal(
            [("capture-reversed", "R3"), ("refund-not-booked", "R2")],
            (await attention.ListOpenAsync(TestContext.Current.CancellationToken)).Select(i => (i.Kind, i.Subject)).Order());
    }

    [Fact]
    public void Reversals_BeyondTheBoundDuringACase_AreRefused()
    {
        var sale = ScriptedSale.Shipped().Did(Open("60.00"));
        for (var n = 1; n <= 20; n++)
            sale.Did(Reverse($"R{n}", "0.01"));
        sale.IsRefused("too-many-heard", Reverse("R21", "0.01"));
    }

    /// <summary>The nightly reconciliation learns of the reversal after the case was won: it was made before, and its money has been
    /// returned.</summary>
    [Fact]
    public void Reversal_HeardAfterTheCaseWasWon_IsOfTheCaseWhenItIsOlder()
    {
        var sale = ScriptedSale.Shipped().Did(Open("40.00")).Did(Won("40.00"));
        sale.Did(o => RefundDecisions.Reverse(o, "R1", ScriptedSale.Usd("40.00"), Decided, ScriptedSale.Start));
        Assert.Equal(ScriptedSale.Usd("0.00"), sale.Order.GivenBack);
        sale.Did(o => RefundDecisions.Reverse(o, "R2", ScriptedSale.Usd("40.00"), Decided, ScriptedSale.Start));
        Assert.Equal(ScriptedSale.Usd("40.00"), sale.Order.GivenBack);
    }

    [Fact]
    public void Reversal_OfWhatACaseTookWhenItWasDecided_IsOfTheCaseUntilThatCameBack()
    {
        var sale = ScriptedSale.Shipped().Did(Resolved("PP-D-1", "RESOLVED_SELLER_FAVOUR", 1, "40.00", "0.00"));
        sale.Now += TimeSpan.FromDays(1);
        var taken = sale.Now;
        sale.Did(Resolved("PP-D-1", "RESOLVED_BUYER_FAVOUR", 24 * 60, "40.00", "40.00"));
        sale.Now += TimeSpan.FromDays(1);
        sale.Did(Resolved("PP-D-1", "RESOLVED_SELLER_FAVOUR", 48 * 60, "40.00", "0.00"));

        sale.Did(o => RefundDecisions.Reverse(o, "R1", ScriptedSale.Usd("40.00"), sale.Now, taken));
        Assert.Equal(ScriptedSale.Usd("0.00"), sale.Order.GivenBack);
        sale.Did(o => RefundDecisions.Reverse(o, "R2", ScriptedSale.Usd("40.00"), sale.Now, sale.Now.AddMinutes(1)));
        Assert.Equal(ScriptedSale.Usd("40.00"), sale.Order.GivenBack);
    }

    [Fact]
    public void Reversal_MadeAfterTheCaseWasWon_IsBooked()
    {
        var sale = ScriptedSale.Shipped().Did(Open("40.00")).Did(Won("40.00"));
        sale.Did(o => RefundDecisions.Reverse(o, "R1", ScriptedSale.Usd("40.00"), Decided, Decided));
        Assert.Equal(ScriptedSale.Usd("40.00"), sale.Order.GivenBack);
    }

    /// <summary>Listed among the order's refunds, without being marked as a reversal.</summary>
    [Fact]
    public void Refund_ThatAnOpenCaseHasTaken_IsBookedWithTheCase()
    {
        var sale = ScriptedSale
            .Shipped()
            .Did(Open("40.00"))
            .Did(Adopt("R1", "40.00"))
            .HasNothingToDo(Adopt("R1", "40.00"))
            .HasNothingToDo(Reverse("R1", "40.00"));
        sale.Did(Lost("40.00"));
        Assert.Equal((ScriptedSale.Usd("40.00"), true), (sale.Order.GivenBack, sale.Order.HasWithCase("R1")));
    }

    [Fact]
    public void Refund_OfOtherMoneyThanTheOpenCase_IsBookedWhenThatIsDecided()
    {
        var sale = ScriptedSale.Shipped().Did(Open("40.00")).Did(Adopt("R1", "10.00")).Did(Lost("40.00"));
        Assert.Equal((ScriptedSale.Usd("50.00"), false), (sale.Order.GivenBack, sale.Order.Refunds[0].IsReversal));
    }

    /// <summary>It was first adopted as a refund, and the case took the same money.</summary>
    [Fact]
    public void Refund_ThatTurnsOutToBeAReversal_IsTakenOverByItsCase()
    {
        var sale = ScriptedSale.Shipped().Did(Adopt("R1", "40.00")).Did(Open("40.00")).Did(Lost("40.00"));
        Assert.Equal(ScriptedSale.Usd("80.00"), sale.Order.GivenBack);
        sale.Did(Reverse("R1", "40.00")).HasNothingToDo(Reverse("R1", "40.00")).HasNothingToDo(Adopt("R1", "40.00"));
        Assert.Equal((ScriptedSale.Usd("40.00"), ScriptedSale.Usd("53.02")), (sale.Order.GivenBack, sale.Order.Held));
    }

    /// <summary>Reported before or during a case that is won without amounts: an operator says whether the money was returned.</summary>
    [Theory]
    [InlineData(true, "0.00", "91.02")]
    [InlineData(true, "40.00", "53.02")]
    [InlineData(false, "0.00", "91.02")]
    [InlineData(false, "40.00", "53.02")]
    public void Reversal_OfACaseWonWithoutAmounts_WaitsForTheOperator(bool isBefore, string lost, string held)
    {
        var sale = ScriptedSale.Shipped();
        if (isBefore)
            sale.Did(Reverse("R1", "40.00"));
        sale.Did(Reading("PP-D-1", "OPEN", 1, "40.00", null));
        if (!isBefore)
            sale.Did(Reverse("R1", "40.00"));
        sale.Did(Resolved("PP-D-1", "RESOLVED_SELLER_FAVOUR", 2, "40.00", null));
        sale.Now = Decided;
        sale.IsRefused("blocked", sale.Release);
        Assert.True(sale.Order.Disputes[0].AmountsMissing);

        sale.Did(o => DisputeTransitions.BookByHand(o, "PP-D-1", ScriptedSale.Usd(lost), null, "Seen in the dashboard.", Decided))
            .HasNothingToDo(Reverse("R1", "40.00"));
        Assert.Equal((ScriptedSale.Usd(lost), ScriptedSale.Usd(held)), (sale.Order.GivenBack, sale.Order.Held));
        sale.Did(sale.Release);
    }

    [Fact]
    public void Case_WonWithoutAmounts_AndWithoutAReversalOfItsMoney_IsWon()
    {
        var sale = ScriptedSale.Shipped().Did(Reverse("R1", "30.00")).Did(Reading("PP-D-1", "OPEN", 1, "40.00", null))
            .Did(Resolved("PP-D-1", "RESOLVED_SELLER_FAVOUR", 2, "40.00", null));
        Assert.Equal((DisputeState.Won, ScriptedSale.Usd("30.00")), (sale.Order.Disputes[0].State, sale.Order.GivenBack));
    }

    [Theory]
    [InlineData("40.01")]
    [InlineData("60.00")]
    public void Loss_OfMoreThanIsDisputedOrLeftByAnotherCase_IsRefused(string lost)
    {
        var sale = ScriptedSale
            .Shipped()
            .Did(Reading("PP-D-2", "OPEN", 1, "60.00", "60.00"))
            .Did(Reading("PP-D-1", "OPEN", 1, "60.00", null))
            .Did(Resolved("PP-D-1", "NONE", 2, "60.00", null));
        sale.IsRefused("loss-too-large", o => DisputeTransitions.BookByHand(o, "PP-D-1", ScriptedSale.Usd(lost), null, "", Decided))
            .Did(o => DisputeTransitions.BookByHand(o, "PP-D-1", ScriptedSale.Usd("40.00"), null, "", Decided));

        var small = ScriptedSale
            .Shipped()
            .Did(Reading("PP-D-1", "OPEN", 1, "40.00", null))
            .Did(Resolved("PP-D-1", "NONE", 2, "40.00", null));
        small.IsRefused("loss-too-large", o => DisputeTransitions.BookByHand(o, "PP-D-1", ScriptedSale.Usd(lost), null, "", Decided));
    }

    /// <summary>An older row: the reversal was absorbed, but the case does not record that.</summary>
    [Fact]
    public void StoredCase_WithoutTheNewMembers_IsReadAndAbsorbsNoSecondReversal()
    {
        var sale = ScriptedSale.Shipped().Did(Reverse("R1", "40.00")).Did(Open("40.00")).Did(Lost("40.00"));
        var json = JsonSerializer.SerializeToNode(sale.Order, ChatPayJson.Stored)!.AsObject();
        json.Remove("heardRefunds");
        var stored = json["cases"]!.AsArray()[0]!.AsObject();
        foreach (var name in new[] { "ownReversals", "isReversalHeard", "taken" })
            Assert.True(stored.Remove(name), name);
        var order = JsonSerializer.Deserialize<Order>(json, ChatPayJson.Stored)!;

        Assert.Same(Decision.Nothing, RefundDecisions.Reverse(order, "R1", ScriptedSale.Usd("40.00"), Decided));
        Assert.Equal(
            ScriptedSale.Usd("80.00"),
            RefundDecisions.Reverse(order, "R2", ScriptedSale.Usd("40.00"), Decided).Change!.Order.GivenBack);
    }

    private static Func<Order, Decision> Open(string amount) => Reading("PP-D-1", "UNDER_REVIEW", 2, amount, amount);

    private static Func<Order, Decision> Lost(string amount) => Resolved("PP-D-1", "RESOLVED_BUYER_FAVOUR", 3, amount, amount);

    private static Func<Order, Decision> Won(string amount) => Resolved("PP-D-1", "RESOLVED_SELLER_FAVOUR", 3, amount, "0.00");

    private static Func<Order, Decision> Reading(string id, string status, int minute, string amount, string? settlement) =>
        o => DisputeTransitions.Observe(o, Of(id, status, minute, amount, settlement), ScriptedSale.Start);

    private static Func<Order, Decision> Resolved(string id, string outcome, int minute, string amount, string? settlement) =>
        o =>
            DisputeTransitions.Observe(
                o,
                Of(id, "RESOLVED", minute, amount, settlement) with
                {
                    Outcome = outcome,
                },
                ScriptedSale.Start.AddMinutes(minute));

    private static ProviderDispute Of(string id, string status, int minute, string amount, string? settlement) =>
        new(
            id,
            ScriptedSale.Start.AddMinutes(minute),
            status,
            ScriptedSale.Usd(amount),
            settlement is null ? null : ScriptedSale.Usd(settlement),
            null);

    private static Func<Order, Decision> Reverse(string id, string amount) =>
        o => RefundDecisions.Reverse(o, id, ScriptedSale.Usd(amount), ScriptedSale.Start);

    private static Func<Order, Decision> Adopt(string id, string amount) =>
        o => RefundDecisions.Adopt(o, id, ScriptedSale.Usd(amount), isCompleted: true, ScriptedSale.Start);
}
