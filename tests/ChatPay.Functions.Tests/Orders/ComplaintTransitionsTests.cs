using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>A complaint blocks the payout until it is answered or withdrawn.</summary>
public sealed class ComplaintTransitionsTests
{
    private static readonly IdempotencyRecord First = new("key-1", "request-1");
    private static readonly IdempotencyRecord Second = new("key-2", "request-2");

    [Fact]
    public void Complaint_InTheHold_BlocksUntilItIsRejected()
    {
        var sale = ScriptedSale.Shipped().Did(File()).HasNothingToDo(File()).IsRefused("complaint-open", File(Second));
        sale.Now = ScriptedSale.Start + TimeSpan.FromHours(72);
        Assert.Equal([PayoutBlock.ComplaintOpen], PayoutTransitions.Blocks(sale.Order, sellerIsActive: true));
        sale.IsRefused("blocked", sale.Release);

        sale.Did(o => ComplaintTransitions.Reject(o, 1, "It was as described.", sale.Now))
            .HasNothingToDo(o => ComplaintTransitions.Reject(o, 1, "It was as described.", sale.Now));
        sale.IsRefused("complaint-closed", o => ComplaintTransitions.Withdraw(o, 1, sale.Now)).Did(sale.Release);
    }

    [Fact]
    public void Complaint_ResolvedWithARefund_IsOneStep()
    {
        var sale = ScriptedSale
            .Shipped()
            .Did(File())
            .Did(Resolve(new RefundRequest(ScriptedSale.Usd("20.00"))))
            .HasNothingToDo(Resolve(new RefundRequest(ScriptedSale.Usd("20.00"))));
        Assert.Equal((ComplaintState.Resolved, 1), (sale.Order.Complaints[0].State, sale.Order.Complaints[0].Refund));
        Assert.Equal((RefundState.Approved, ScriptedSale.Usd("20.00")), (sale.Order.Refunds[0].State, sale.Order.Refunds[0].Amount));
        Assert.Equal(
            [OrderOrchestrations.ComplaintId(ScriptedSale.OrderId, 1), Refund.Key(ScriptedSale.OrderId, 1)],
            sale.Starts.Select(s => s.InstanceId).Skip(1));
    }

    [Fact]
    public void Complaint_ResolvedWithMoreThanIsLeft_StaysOpen()
    {
        var sale = ScriptedSale.Shipped().Did(File()).IsRefused("refund-too-large", Resolve(new RefundRequest(ScriptedSale.Usd("100.01"))));
        Assert.NotNull(sale.Order.OpenComplaint);
        sale.Did(Resolve(null));
        Assert.Empty(sale.Order.Refunds);
    }

    [Fact]
    public void Complaint_AfterThePayout_MakesARefundTheSellersDebt()
    {
        var sale = ScriptedSale.PaidOut().Did(File()).Did(Resolve(new RefundRequest(ScriptedSale.Usd("20.00"))));
        Assert.Equal(ScriptedSale.Usd("19.00"), sale.Order.Debt);
    }

    [Fact]
    public void Complaint_NotPaidOrTooLate_IsRefused()
    {
        ScriptedSale.Requested().IsRefused("not-paid", File());
        ScriptedSale.PaidOut().IsRefused("complaint-too-late", File(at: ScriptedSale.Start + TimeSpan.FromDays(181)));
        ScriptedSale.Shipped().IsRefused("not-found", o => ComplaintTransitions.Withdraw(o, 1, ScriptedSale.Start));
    }

    [Fact]
    public void Complaint_NotAnswered_IsToldTheSellerOnce()
    {
        var sale = ScriptedSale
            .Shipped()
            .Did(File())
            .Did(o => ComplaintTransitions.Remind(o, 1))
            .HasNothingToDo(o => ComplaintTransitions.Remind(o, 1));
        sale.Did(o => ComplaintTransitions.Withdraw(o, 1, ScriptedSale.Start)).HasNothingToDo(o => ComplaintTransitions.Remind(o, 1));
    }

    [Fact]
    public void Delivery_Confirmed_ShortensTheHoldAndKeepsTheMark()
    {
        var sale = ScriptedSale
            .Paid()
            .IsRefused("not-shipped", o => ShipmentTransitions.ConfirmDelivery(o, ScriptedSale.Start))
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, null)));
        Assert.Equal(ScriptedSale.Start + TimeSpan.FromHours(96), sale.Order.DueAt);
        sale.Did(o => ShipmentTransitions.ConfirmDelivery(o, ScriptedSale.Start))
            .HasNothingToDo(o => ShipmentTransitions.ConfirmDelivery(o, ScriptedSale.Start));
        Assert.Equal(
            (ScriptedSale.Start + TimeSpan.FromHours(72), OrderStatus.Delivered),
            (sale.Order.DueAt, OrderStatuses.ForSeller(sale.Order)));
        sale.IsRefused("delivered", o => ShipmentTransitions.Unmark(o, "shp-1", ScriptedSale.Start));
    }

    private static Func<Order, Decision> File(IdempotencyRecord? asked = null, DateTimeOffset? at = null) =>
        o => ComplaintTransitions.File(o, "The handle is broken.", asked ?? First, at ?? ScriptedSale.Start);

    private static Func<Order, Decision> Resolve(RefundRequest? refund) =>
        o => ComplaintTransitions.Resolve(o, 1, "Sorry.", RefundReason.Seller, refund, Second, ScriptedSale.Start);
}
