using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Tests.Chat;

public sealed class BuyerIntentTests
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
    [InlineData("Dov’è il mio ordine?")]
    [InlineData("Ciao, dov'è il pacco?")]
    [InlineData("Quando arriva il mio ordine?")]
    [InlineData("A che punto è la mia spedizione?")]
    [InlineData("¿Y mi pedido?")]
    [InlineData("Hola, ¿dónde está mi paquete?")]
    [InlineData("¿Cuándo llega el pedido?")]
    [InlineData("Estado de mi pedido")]
    public void Of_AQuestionAboutAnOrder_IsForUs(string text) => Assert.Equal(BuyerWishKind.Status, BuyerIntent.Of(null, text)?.Kind);

    [Theory]
    [InlineData("Where is it made?")]
    [InlineData("I want to order two mugs")]
    [InlineData("Can my order be gift-wrapped?")]
    [InlineData("My order is great, where do you live?")]
    [InlineData("Dov’è il negozio?")]
    [InlineData("Vorrei ordinare due tazze")]
    [InlineData("Quando arriva il prossimo lotto?")]
    [InlineData("¿Dónde está la tienda?")]
    [InlineData("Quiero dos tazas para mi pedido")]
    [InlineData("")]
    public void Of_OtherWords_AreForTheSeller(string text) => Assert.Null(BuyerIntent.Of(null, text));

    [Theory]
    [InlineData("I want my money back")]
    [InlineData("Can I get a refund?")]
    [InlineData("I’d like a refund please")]
    [InlineData("Refund!")]
    [InlineData("It arrived broken")]
    [InlineData("Hi, the mug is cracked :(")]
    [InlineData("I never got my parcel")]
    [InlineData("You sent me the wrong size")]
    [InlineData("Vorrei un rimborso")]
    [InlineData("La tazza è arrivata rotta")]
    [InlineData("Non è mai arrivato")]
    [InlineData("Quiero un reembolso, por favor")]
    [InlineData("La taza llegó rota")]
    [InlineData("No me ha llegado nada")]
    public void Of_Trouble_IsOfferedHelp(string text) => Assert.Equal(BuyerWishKind.Help, BuyerIntent.Of(null, text)?.Kind);

    [Theory]
    [InlineData("Is a refund possible if I do not like it?")]
    [InlineData("How much is it?")]
    [InlineData("Breakfast mugs, please")]
    [InlineData("Si può avere in rosso?")]
    [InlineData("¿Tienen tazas rojas?")]
    public void Of_NoTrouble_IsForTheSeller(string text) => Assert.Null(BuyerIntent.Of(null, text));

    [Fact]
    public void Of_AnAnswerAboutTime_NamesTheDate()
    {
        var until = new DateTimeOffset(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(
            new BuyerIntent(BuyerWishKind.Wait, OrderId) { Until = until },
            BuyerIntent.Of(BuyerIntent.Wait(OrderId, until, agrees: true), ""));
        Assert.Equal(
            new BuyerIntent(BuyerWishKind.DoNotWait, OrderId) { Until = until },
            BuyerIntent.Of(BuyerIntent.Wait(OrderId, until, agrees: false), ""));
    }

    [Theory]
    [InlineData("pay:" + OrderId, BuyerWishKind.Pay)]
    [InlineData("decline:" + OrderId, BuyerWishKind.Decline)]
    [InlineData("refund:" + OrderId, BuyerWishKind.Refund)]
    public void Of_ATap_NamesItsOrder(string payload, BuyerWishKind kind) =>
        Assert.Equal(new BuyerIntent(kind, OrderId), BuyerIntent.Of(payload, "No, thank you"));

    [Theory]
    [InlineData("decline:somebody")]
    [InlineData("refunds:" + OrderId)]
    [InlineData("wait:" + OrderId)]
    [InlineData("wait:" + OrderId + ":soon")]
    [InlineData("complain:" + OrderId + ":" + OrderId)]
    [InlineData("Decline:" + OrderId)]
    [InlineData("decline:" + OrderId + "x")]
    public void Of_APayloadOfAnotherForm_IsNothing(string payload) => Assert.Null(BuyerIntent.Of(payload, "No, thank you"));
}
