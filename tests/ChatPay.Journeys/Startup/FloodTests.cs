using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Startup;

/// <summary>Whatever writes into a conversation is counted, and who floods it silences nobody else.</summary>
public sealed class FloodTests() : PlatformOfItsOwn(
    new Dictionary<string, string?> { ["RateLimits__MessagesPerConversation"] = "6" })
{
    [Theory]
    [InlineData("conversations", "messages")]
    [InlineData("Conversations", "Messages/")]
    public async Task Conversation_FloodedByTheSeller_TakesNoMoreOfTheSellerAndStillTakesTheBuyers(string first, string last)
    {
        using var sale = await TalkingAsync("flood " + last);
        await UntilItIsTooManyAsync(i => sale.Seller.PostAsync(
            $"{first}/{sale.ConversationId}/{last}", new { text = "again", clientMessageId = $"again-{i}" }));

        await SaysAsync(sale);
    }

    [Fact]
    public async Task Conversation_FloodedWithPaymentRequests_TakesNoMoreOfThem()
    {
        using var sale = await TalkingAsync("requests");
        await UntilItIsTooManyAsync(i =>
            sale.Seller.PostAsync($"conversations/{sale.ConversationId}/payment-requests", Sale.TwoMugs(), $"request-{i}"));

        await SaysAsync(sale);
    }

    [Fact]
    public async Task Conversation_FloodedWithCommandsOfItsOrders_TakesNoMoreOfThemAndStillTakesTheBuyers()
    {
        using var sale = await TalkingAsync("commands");
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await UntilItIsTooManyAsync(i => sale.Seller.PostAsync(
            $"orders/{sale.OrderId}/ship-by-extension-request", new { until = Local.Clock.GetUtcNow().AddDays(8).AddMinutes(i) }));

        Sale.Must(await sale.Buyer.PostAsync($"orders/{sale.OrderId}/refund-requests", new { all = true }, "refund-1"), 201);
    }

    private async Task<Sale> TalkingAsync(string name)
    {
        var sale = new Sale(Local, name);
        await sale.SignUpAsync();
        await sale.TalkAsync();
        return sale;
    }

    private static async Task SaysAsync(Sale sale) => Sale.Must(
        await sale.Buyer.PostAsync(
            $"conversations/{sale.ConversationId}/messages", new { text = "It arrived broken.", clientMessageId = "heard" }),
        201);

    // The limit fills up again in real time, a call every ten seconds: a slow machine sends a few more.
    private static async Task UntilItIsTooManyAsync(Func<int, Task<SaleClient.Answer>> call)
    {
        var answer = await call(0);
        for (var i = 1; i < 40 && answer.Status != 429; i++)
            answer = await call(i);
        Assert.Equal((429, "too-many-requests"), (answer.Status, answer["code"]));
    }
}
