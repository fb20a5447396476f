using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>Programs branch on an order's status: it is always a declared name, never a sentence.</summary>
public sealed class OrderStatusNamesTests
{
    [Fact]
    public void Names_AreDeclared_AndAreThoseThatClientsKnow()
    {
        Assert.All(typeof(OrderStatus).GetFields(BindingFlags.Public | BindingFlags.Static), field =>
            Assert.NotNull(field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()));
        Assert.Equal(
            [
                "awaitingPayment",
                "paymentProcessing",
                "paymentFailed",
                "paid",
                "partlyShipped",
                "shipped",
                "delivered",
                "paidOut",
                "payoutHeld",
                "settled",
                "refunding",
                "refunded",
                "cancelled",
                "declined",
                "expired",
                "inDispute",
                "disputeDecided",
            ],
            EnumNames.All<OrderStatus>());
    }

    [Fact]
    public void Text_OfEachStatus_IsOneSentenceOfItsOwn()
    {
        var texts = Enum.GetValues<OrderStatus>().Select(OrderStatusText.Of).ToList();

        Assert.Equal(texts.Count, texts.Distinct().Count());
        Assert.All(texts, text => Assert.Matches(@"^[A-Z][^.]+\.( An operator is checking the amounts\.)?$", text));
    }

    [Fact]
    public void Order_ForItsBuyerAndItsSeller_HasTheStatusThatEachMaySee()
    {
        var order = ScriptedSale.PaidOut().Order;

        var bought = Read(order, new Caller("buyer", new HashSet<Role> { Role.Buyer }));
        var watched = Read(order, new Caller("operator", new HashSet<Role> { Role.Operator }));

        Assert.Equal(("shipped", "The order is marked as shipped."), bought);
        Assert.Equal(("paidOut", "The seller has been paid for the order."), watched);
    }

    private static (string?, string?) Read(Order order, Caller caller)
    {
        var view = JsonSerializer.SerializeToElement(OrderView.For(order, caller, ScriptedSale.Start), ChatPayJson.Api);
        return (view.GetProperty("status").GetString(), view.GetProperty("statusText").GetString());
    }
}
