using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Features.Orders;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Each order event declares its audience, and its texts go to nobody else.</summary>
public sealed class AudienceLaws
{
    public static TheoryData<OrderEventType> All { get; } = [.. Enum.GetValues<OrderEventType>()];

    [Theory]
    [MemberData(nameof(All))]
    public void Event_ForTheSellerAlone_IsNeitherShownNorToldToTheBuyer(OrderEventType type)
    {
        var happened = new OrderEvent(type, ScriptedSale.Usd("1.00"), "INTERNAL_CODE");
        var told = NoticeTexts
            .For(ScriptedSale.Shipped().Order, new TimelineEntry(1, ScriptedSale.Start, happened))
            .Any(n => n.Audience != Audience.Seller);
        switch (OrderEventCatalogue.Of(type).Audience)
        {
            case EventAudience.Seller:
                Assert.Null(EventAudiences.ForBuyer(happened));
                Assert.False(told, $"{type} is for the seller alone, and the buyer is told of it.");
                break;
            case EventAudience.EverybodyWithoutDetail:
                Assert.Equal(happened with { Detail = null }, EventAudiences.ForBuyer(happened));
                break;
            default:
                Assert.Equal(happened, EventAudiences.ForBuyer(happened));
                break;
        }
    }

    [Theory]
    [InlineData(OrderEventType.RefundFailed)]
    [InlineData(OrderEventType.RefundRequestUnanswered)]
    [InlineData(OrderEventType.ComplaintUnanswered)]
    [InlineData(OrderEventType.ShipReminder)]
    [InlineData(OrderEventType.PaidOut)]
    public void Event_OfTheSellersMoneyOrReminders_IsForTheSeller(OrderEventType type) =>
        Assert.Equal(EventAudience.Seller, OrderEventCatalogue.Of(type).Audience);

    [Fact]
    public void OrderStatus_ForTheBuyer_SaysNothingOfThePayout()
    {
        var sale = ScriptedSale.PaidOut();
        Assert.Equal((OrderStatus.Shipped, OrderStatus.PaidOut), (OrderStatuses.Of(sale.Order), OrderStatuses.ForSeller(sale.Order)));
        Assert.DoesNotContain("has been paid", Receipt.Of(sale.Order, "Mugs").Hold, StringComparison.Ordinal);
    }

    [Fact]
    public void Conversation_AMessageForTheSellerAlone_DoesNotMoveTheBuyersLastMessage()
    {
        var (opened, later) = (ScriptedSale.Start, ScriptedSale.Start.AddHours(1));
        var conversation = new Conversation { Id = "cnv-1", BuyerId = "byr-1", SellerId = "sel-1", OpenedAt = opened };
        var (said, _) = ConversationRows.Place(conversation, new MessageDraft(MessageSource.Buyer, "1", Author.Buyer, "Hello"), opened);
        // Also for conversations stored before the buyer's own time was recorded.
        foreach (var head in new[] { said, said with { LastForBuyerAt = null } })
        {
            var (told, _) = ConversationRows.Place(
                head,
                new MessageDraft(MessageSource.ChatPay, "2", Author.ChatPay, "Paid out: 91.02 USD.") { Audience = Audience.Seller },
                later);
            Assert.Equal(opened, ConversationView.For(told, Author.Buyer).LastMessageAt);
            Assert.Equal(later, ConversationView.For(told, Author.Seller).LastMessageAt);
        }
    }
}
