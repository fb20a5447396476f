using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Shared;

/// <summary>The response when a transition refuses: the type of the refusal decides, not its code.</summary>
public sealed class RefusalTests
{
    private static readonly IdempotencyRecord Asked = new("k", "r");

    [Fact]
    public void Refusal_OfWhatTheOrderDoesNotHave_Is404() =>
        Assert.Equal((404, "not-found", null, null), Told(o => ComplaintTransitions.Withdraw(o, 7, ScriptedSale.Start)));

    [Fact]
    public void Refusal_AsTheOrderStands_Is409WithItsStatus() =>
        Assert.Equal((409, "not-shipped", null, "paid"), Told(o => ShipmentTransitions.ConfirmDelivery(o, ScriptedSale.Start)));

    [Theory]
    [InlineData(9, "no-such-line", "lines")]
    [InlineData(null, "refund-too-large", "amount")]
    public void Refusal_OfWhatWasAskedFor_Is422AndNamesTheField(int? line, string code, string field)
    {
        var wish = line is { } l ? new RefundRequest(Lines: [l]) : new RefundRequest(ScriptedSale.Usd("1000.00"));
        Assert.Equal(
            (422, code, field, null),
            Told(o => RefundDecisions.Give(o, RefundReason.Seller, wish, Asked, ScriptedSale.Start)));
    }

    private static (int, string, string?, string?) Told(Func<Order, Decision> step)
    {
        var problem = Problems.Of(step(ScriptedSale.Paid().Order).Refusal!, OrderStatus.Paid);
        return (problem.Status, problem.Code, problem.Field, problem.CurrentStatus);
    }
}
