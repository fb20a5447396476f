using ChatPay.Functions.Chat;

namespace ChatPay.Functions.Tests.Chat;

public sealed class BuyerWishTests
{
    private const string OrderId = "ord-00000000000000000000000000";

    [Theory]
    [InlineData("Where is my order?")]
    [InlineData("where's my package")]
    [InlineData("Hi! Where are my orders?")]
    [InlineData("Track my parcel please")]
    [InlineData("What's the status of my order")]
    [InlineData("Order status?")]
    [InlineData("When will my order arrive?")]
    public void Of_AQuestionAboutAnOrder_IsForUs(string text) => Assert.Equal(BuyerWishKind.Status, BuyerWish.Of(null, text)?.Kind);

    [Theory]
    [InlineData("Where is it made?")]
    [InlineData("I want to order two mugs")]
    [InlineData("Can my order be gift-wrapped?")]
    [InlineData("My order is great, where do you live?")]
    [InlineData("")]
    public void Of_OtherWords_AreForTheSeller(string text) => Assert.Null(BuyerWish.Of(null, text));

    [Theory]
    [InlineData("pay:" + OrderId, BuyerWishKind.Pay)]
    [InlineData("decline:" + OrderId, BuyerWishKind.Decline)]
    public void Of_ATap_NamesItsOrder(string payload, BuyerWishKind kind) => Assert.Equal(new BuyerWish(kind, OrderId), BuyerWish.Of(payload, "No, thank you"));

    [Theory]
    [InlineData("decline:somebody")]
    [InlineData("refund:" + OrderId)]
    [InlineData("Decline:" + OrderId)]
    [InlineData("decline:" + OrderId + "x")]
    public void Of_APayloadOfAnotherForm_IsNothing(string payload) => Assert.Null(BuyerWish.Of(payload, "No, thank you"));
}
