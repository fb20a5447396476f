using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>The deadline to ship, the buyer's consent to a later one, and the reminders.</summary>
public sealed class ShipByTransitionsTests
{
    private static readonly DateTimeOffset Deadline = ScriptedSale.Start + TimeSpan.FromDays(7);

    [Fact]
    public void Answer_Agreed_MovesTheDeadlineAndTheRefund()
    {
        var sale = ScriptedSale.Paid().Did(Ask(10));
        Assert.Equal(Deadline, sale.Order.ShipBy);
        sale.Did(o => ShipByTransitions.Answer(o, agrees: true, ScriptedSale.Start));
        Assert.Equal(ScriptedSale.Start + TimeSpan.FromDays(10), sale.Order.ShipBy);
        sale.HasNothingToDo(o => ShipByTransitions.Answer(o, agrees: true, ScriptedSale.Start));
        sale.IsRefused("answered", o => ShipByTransitions.Answer(o, agrees: false, ScriptedSale.Start));
        sale.IsRefused("not-overdue", o => RefundDecisions.RefundUnshipped(o, Deadline));
        sale.Did(o => RefundDecisions.RefundUnshipped(o, ScriptedSale.Start + TimeSpan.FromDays(10)));
    }

    [Fact]
    public void Answer_Declined_LeavesTheDeadlineAndTheSellerCanAskAgain()
    {
        var sale = ScriptedSale.Paid().Did(Ask(10)).Did(o => ShipByTransitions.Answer(o, agrees: false, ScriptedSale.Start));
        Assert.Equal(Deadline, sale.Order.ShipBy);
        sale.Did(Ask(9)).Did(o => ShipByTransitions.Answer(o, agrees: true, ScriptedSale.Start));
        Assert.Equal(ScriptedSale.Start + TimeSpan.FromDays(9), sale.Order.ShipBy);
    }

    [Fact]
    public void Ask_AgainAndAgain_IsRefusedInTheEnd()
    {
        var sale = ScriptedSale.Paid();
        for (var n = 0; n < ShipByTransitions.MaxRequests; n++)
            sale.Did(Ask(8 + n));
        sale.IsRefused("too-many-extensions", Ask(20)).Did(o => ShipByTransitions.Answer(o, agrees: true, ScriptedSale.Start));
    }

    [Theory]
    [InlineData(7, "not-later")]
    [InlineData(22, "too-late")]
    public void Ask_OutsideOfWhatTheBuyerCanAgreeTo_IsRefused(int day, string code) => ScriptedSale.Paid().IsRefused(code, Ask(day));

    [Fact]
    public void Ask_TwoWeeksMoreAfterAnExtension_IsStillLimitedFromThePayment()
    {
        var sale = ScriptedSale.Paid().Did(Ask(21)).Did(o => ShipByTransitions.Answer(o, agrees: true, ScriptedSale.Start));
        sale.IsRefused("too-late", Ask(22));
    }

    [Fact]
    public void Ask_NotPaidOrShippedOrOverdue_IsRefused()
    {
        ScriptedSale.Requested().IsRefused("not-paid", Ask(10));
        ScriptedSale.Shipped().IsRefused("nothing-to-ship", Ask(10));
        ScriptedSale.Paid().IsRefused("overdue", o => ShipByTransitions.Ask(o, ScriptedSale.Start + TimeSpan.FromDays(10), null, Deadline));
        ScriptedSale.Paid().IsRefused("nothing-asked", o => ShipByTransitions.Answer(o, agrees: true, ScriptedSale.Start));
    }

    [Fact]
    public void Answer_ToAnUnmarkedOrder_TheLaterDeadlineCounts()
    {
        var taken = ScriptedSale.Start + TimeSpan.FromDays(9.5);
        var sale = ScriptedSale
            .Paid()
            .Did(Ask(10))
            .Did(o => ShipByTransitions.Answer(o, agrees: true, ScriptedSale.Start))
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, null)))
            .Did(o => ShipmentTransitions.Unmark(o, "shp-1", taken));
        Assert.Equal(taken + TimeSpan.FromHours(48), sale.Order.ShipBy);
    }

    /// <summary>The agreed date was once stored in the same member as the requested one, so asking again refunded the sale at the
    /// first deadline.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(false)]
    public void Ask_AgainAfterAnAgreement_TheAgreedDateStandsUntilAnotherIsAgreed(bool? answer)
    {
        var agreed = ScriptedSale.Start + TimeSpan.FromDays(14);
        var sale = ScriptedSale.Paid().Did(Ask(14)).Did(o => ShipByTransitions.Answer(o, agrees: true, ScriptedSale.Start)).Did(Ask(18));
        if (answer is { } agrees)
            sale.Did(o => ShipByTransitions.Answer(o, agrees, ScriptedSale.Start));
        Assert.Equal(agreed, sale.Order.ShipBy);
        sale.IsRefused("not-overdue", o => RefundDecisions.RefundUnshipped(o, ScriptedSale.Start + TimeSpan.FromDays(11)));

        if (answer is not null)
            sale.Did(Ask(19));
        sale.Did(o => ShipByTransitions.Answer(o, agrees: true, ScriptedSale.Start));
        Assert.Equal(ScriptedSale.Start + TimeSpan.FromDays(answer is null ? 18 : 19), sale.Order.ShipBy);
    }

    /// <summary>For orders stored before the agreed date had its own member.</summary>
    [Fact]
    public void Ask_AgainInAStoredOrder_TheAgreedDateStands()
    {
        var stored = ScriptedSale.Paid().Order with
        {
            Extension = new ShipByExtension(ScriptedSale.Start + TimeSpan.FromDays(14), ExtensionState.Agreed, ScriptedSale.Start),
        };
        Assert.Equal(ScriptedSale.Start + TimeSpan.FromDays(14), Ask(18)(stored).Change!.Order.ShipBy);
    }

    [Fact]
    public void Unmark_AgainAndAgain_NeverMovesTheDeadlinePastTheMaximum()
    {
        var latest = ScriptedSale.Start + ScriptedSale.ExampleTerms.ShipWithinAtMost;
        var sale = ScriptedSale.Paid();
        for (var (i, at) = (0, ScriptedSale.Start); i < 15; i++, at += TimeSpan.FromHours(47))
        {
            sale.Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel($"shp-{i}", at, null)))
                .Did(o => ShipmentTransitions.Unmark(o, $"shp-{i}", at));
            Assert.True(sale.Order.ShipBy <= latest);
        }

        Assert.Equal(latest, sale.Order.ShipBy);
        sale.Did(o => RefundDecisions.RefundUnshipped(o, latest));
    }

    [Fact]
    public void Remind_ThreeTimesADayApart_AndNotOfWhatIsShipped()
    {
        var sale = ScriptedSale.Paid();
        Assert.Equal(ScriptedSale.Start + TimeSpan.FromHours(24), OrderProgress.Of(sale.Order).RemindAt);
        sale.HasNothingToDo(Remind(23)).Did(Remind(24)).HasNothingToDo(Remind(25));

        // After an outage of a day: one reminder, then the next at its usual time.
        sale.Did(Remind(73)).HasNothingToDo(Remind(74)).HasNothingToDo(Remind(200));
        Assert.Null(OrderProgress.Of(sale.Order).RemindAt);
        ScriptedSale.Shipped().HasNothingToDo(Remind(24));
    }

    private static Func<Order, Decision> Ask(int day) =>
        order => ShipByTransitions.Ask(order, ScriptedSale.Start + TimeSpan.FromDays(day), null, ScriptedSale.Start);

    private static Func<Order, Decision> Remind(int hours) =>
        order => ShipByTransitions.Remind(order, ScriptedSale.Start + TimeSpan.FromHours(hours));
}
