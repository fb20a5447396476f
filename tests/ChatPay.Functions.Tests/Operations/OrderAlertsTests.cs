using ChatPay.Functions.Features.Operations;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Operations;

/// <summary>An alert tells the operator the order, the seller, and the call to make.</summary>
public sealed class OrderAlertsTests
{
    [Theory]
    [InlineData(OrderEventType.RefundFailed, "POST /api/v1/orders/ord-1/refunds")]
    [InlineData(OrderEventType.PayoutRefused, "POST /api/v1/orders/ord-1/payouts/{generation}/retry")]
    [InlineData(OrderEventType.PayoutReturned, "POST /api/v1/orders/ord-1/payouts/{generation}/retry")]
    [InlineData(OrderEventType.PayoutWithheld, "by 2026-03-31")]
    [InlineData(OrderEventType.CaseOpened, "POST /api/v1/orders/ord-1/cases/{caseId}/evidence")]
    [InlineData(OrderEventType.RefundRequestUnanswered, "POST /api/v1/orders/ord-1/refund-requests/{n}/decision")]
    [InlineData(OrderEventType.ComplaintUnanswered, "POST /api/v1/orders/ord-1/complaints/{n}/decision")]
    public void Alert_OfAnOrder_NamesOrderSellerAndWhatToDo(OrderEventType type, string how)
    {
        var entry = new TimelineEntry(7, ScriptedSale.Start, new OrderEvent(type, ScriptedSale.Usd("10.00"), "CODE"));
        var notice = new OrderNotice(ScriptedSale.OrderId, "cnv-1", ScriptedSale.SellerId, entry);
        var (_, what, toDo) = OrderAlerts.For(notice, isOwed: true)!.Value;
        Assert.StartsWith("Order ord-1 of seller sel-1: ", what, StringComparison.Ordinal);
        Assert.Contains(how, toDo, StringComparison.Ordinal);
    }

    /// <summary>Whatever had failed for another reason was told as refused by PayPal.</summary>
    [Theory]
    [InlineData("NOT_MADE", "an operator has ended the refund of 10.00 USD")]
    [InlineData("MADE_ELSEWHERE", "another one at PayPal")]
    [InlineData("ENDED_BY_OPERATOR", null)]
    [InlineData("GIVEN_BY_CASE", null, false)]
    [InlineData("GIVEN_BY_CASE", "a lost dispute leaves no room for all of it")]
    public void Alert_OfARefundThatPayPalHasNotRefused_DoesNotSaySo(string failure, string? told, bool isOwed = true)
    {
        var entry = new TimelineEntry(
            7, ScriptedSale.Start, new OrderEvent(OrderEventType.RefundFailed, ScriptedSale.Usd("10.00"), failure));
        var alert = OrderAlerts.For(new OrderNotice(ScriptedSale.OrderId, "cnv-1", ScriptedSale.SellerId, entry), isOwed);
        Assert.Equal(told is null, alert is null);
        Assert.Contains(told ?? "", alert?.What ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("PayPal refused", alert?.What ?? "", StringComparison.Ordinal);
    }
}
