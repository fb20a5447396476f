using System.Text.Json;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Sale;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>Messages that cannot be processed wait for the operator, who resubmits them.</summary>
public sealed class DeadLetterJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_message_that_cannot_be_processed_is_told_the_operator_listed_and_put_back()
    {
        var sale = await SellerAsync();
        await using var client = Local.Bus.CreateClient();
        await using var sender = client.CreateSender(Queues.InboundPayments);
        await sender.SendMessageAsync(new ServiceBusMessage("canary-words, and no JSON") { MessageId = "broken-1" });
        await Pass(TimeSpan.FromHours(2));

        Assert.Single(await ItemsAsync(sale));
        Assert.Equal(404, (await sale.Seller.GetAsync("ops/dead-letters")).Status);
        Assert.Equal(400, (await sale.Operator.GetAsync("ops/dead-letters?queue=nothing")).Status);
        var listed = Sale.Must(await sale.Operator.GetAsync("ops/dead-letters"), 200).Body;
        var dead = Assert.Single(listed.GetProperty("items").EnumerateArray().ToList());
        Assert.Equal(
            ("broken-1", Queues.InboundPayments, 10),
            (dead.GetProperty("messageId").GetString(), dead.GetProperty("queue").GetString(), dead.GetProperty("deliveries").GetInt32()));
        Assert.DoesNotContain("canary-words", listed.GetRawText(), StringComparison.Ordinal);

        var again = Sale.Must(await sale.Operator.PostAsync($"ops/dead-letters/{Queues.InboundPayments}/resubmission"), 200);
        Assert.Equal(1, again.Body.GetProperty("resubmitted").GetInt32());
        await Clock.DrainAsync();
        var back = Sale.Must(await sale.Operator.GetAsync($"ops/dead-letters?queue={Queues.InboundPayments}"), 200)
            .Body.GetProperty("items")
            .EnumerateArray()
            .ToList();
        Assert.StartsWith("broken-1-again-", Assert.Single(back).GetProperty("messageId").GetString(), StringComparison.Ordinal);

        // The operator has looked at it, and disposes of it.
        var disposal = $"ops/dead-letters/{Queues.InboundPayments}/disposal";
        var body = new { messageId = back[0].GetProperty("messageId").GetString() };
        Assert.Equal(404, (await sale.Seller.PostAsync(disposal, body)).Status);
        Assert.Equal(404, (await sale.Operator.PostAsync(disposal, new { messageId = "another" })).Status);
        Sale.Must(await sale.Operator.PostAsync(disposal, body), 200);
        Assert.Equal(404, (await sale.Operator.PostAsync(disposal, body)).Status);
        await Pass(TimeSpan.FromHours(1));
        Assert.Empty(await ItemsAsync(sale));
    }

    /// <summary>One is viewed and resubmitted, and the others stay. Inbound chat messages are not shown: they are people's
    /// words.</summary>
    [Fact]
    public async Task One_message_is_looked_at_and_put_back_and_the_others_stay()
    {
        var sale = await SellerAsync();
        await using var client = Local.Bus.CreateClient();
        await using var mails = client.CreateSender(Queues.OutboundMail);
        foreach (var id in new[] { "first", "second" })
            await mails.SendMessageAsync(new ServiceBusMessage($"no JSON, the {id}") { MessageId = id });
        await using var chats = client.CreateSender(Queues.InboundChat);
        await chats.SendMessageAsync(new ServiceBusMessage("canary-words") { MessageId = "words", SessionId = "somebody" });
        await Pass(TimeSpan.FromHours(2));

        var second = $"ops/dead-letters/{Queues.OutboundMail}/messages/second";
        Assert.Equal("no JSON, the second", Sale.Must(await sale.Operator.GetAsync(second), 200)["body"]);
        var words = Sale.Must(await sale.Operator.GetAsync($"ops/dead-letters/{Queues.InboundChat}/messages/words"), 200);
        Assert.False(words.Body.TryGetProperty("body", out _));
        Assert.DoesNotContain("canary-words", words.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(404, (await sale.Seller.GetAsync(second)).Status);
        Assert.Equal(404, (await sale.Operator.GetAsync($"ops/dead-letters/{Queues.OutboundMail}/messages/third")).Status);
        Assert.Equal(404, (await sale.Operator.GetAsync("ops/dead-letters/nothing/messages/second")).Status);

        Sale.Must(await sale.Operator.PostAsync(second + "/resubmission"), 200);
        Assert.Equal(404, (await sale.Operator.PostAsync(second + "/resubmission")).Status);
        await Clock.DrainAsync();
        var there = Sale.Must(await sale.Operator.GetAsync($"ops/dead-letters?queue={Queues.OutboundMail}"), 200)
            .Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("messageId").GetString()!).Order().ToList();
        Assert.Equal("first", there[0]);
        Assert.StartsWith("second-again-", there[1], StringComparison.Ordinal);

        foreach (var (queue, id) in there.Select(id => (Queues.OutboundMail, id)).Append((Queues.InboundChat, "words")))
            Sale.Must(await sale.Operator.PostAsync($"ops/dead-letters/{queue}/disposal", new { messageId = id }), 200);
        await Pass(TimeSpan.FromHours(1));
        Assert.Empty(await ItemsAsync(sale));
    }

    /// <summary>The list of an outage is longer than a page: each message is on one page, and none is missing.</summary>
    [Fact]
    public async Task Many_messages_of_several_queues_are_listed_a_page_at_a_time()
    {
        var sale = await SellerAsync();
        await using var client = Local.Bus.CreateClient();
        foreach (var (queue, count) in new[] { (Queues.InboundPayments, 3), (Queues.OutboundMail, 2) })
        {
            await using var sender = client.CreateSender(queue);
            for (var n = 0; n < count; n++)
                await sender.SendMessageAsync(new ServiceBusMessage("no JSON") { MessageId = $"{queue}-{n}" });
        }

        await Pass(TimeSpan.FromHours(2));

        var (pages, next) = (new List<string[]>(), "");
        do
        {
            var page = Sale.Must(await sale.Operator.GetAsync($"ops/dead-letters?limit=2{next}"), 200);
            pages.Add([.. page.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("messageId").GetString()!)]);
            next = page["next"] is { } cursor ? "&cursor=" + cursor : null;
        }
        while (next is not null);

        Assert.Equal([2, 2, 1], pages.Select(page => page.Length));
        Assert.Equal(
            ["inbound-payments-0", "inbound-payments-1", "inbound-payments-2", "outbound-mail-0", "outbound-mail-1"],
            pages.SelectMany(page => page));
        Assert.Equal(400, (await sale.Operator.GetAsync("ops/dead-letters?cursor=bm8")).Status);

        foreach (var id in pages.SelectMany(page => page))
            Sale.Must(await sale.Operator.PostAsync($"ops/dead-letters/{id[..^2]}/disposal", new { messageId = id }), 200);
        await Pass(TimeSpan.FromHours(1));
        Assert.Empty(await ItemsAsync(sale));
    }

    [Fact]
    public async Task A_message_of_a_conversation_that_cannot_be_processed_is_given_up_with_a_reason_and_does_not_hold_up_the_others()
    {
        const string account = "17841400000000041";
        var sale = await ConnectedAsync(account);
        await Local.Instagram.ReceiveAsync("501", account, "before");
        await Clock.DrainAsync();
        await using var client = Local.Bus.CreateClient();
        await using var sender = client.CreateSender(Queues.InboundChat);
        var session = Ids.Derived("byr", "instagram", account, "501");
        await sender.SendMessageAsync(new ServiceBusMessage("canary-words, and no JSON") { MessageId = "broken-2", SessionId = session });
        await Local.Instagram.ReceiveAsync("501", account, "after");
        await Clock.DrainAsync();

        var id = Assert
            .Single(Sale.Must(await sale.Seller.GetAsync("conversations"), 200).Body.GetProperty("items").EnumerateArray().ToList())
            .GetProperty("id")
            .GetString();
        var said = Sale.Must(await sale.Seller.GetAsync($"conversations/{id}/messages"), 200)
            .Body.GetProperty("items")
            .EnumerateArray()
            .Select(m => m.GetProperty("text").GetString());
        Assert.Equal(["before", "after"], said);
        var dead = Assert.Single(
            Sale.Must(await sale.Operator.GetAsync($"ops/dead-letters?queue={Queues.InboundChat}"), 200)
                .Body.GetProperty("items")
                .EnumerateArray()
                .ToList());
        Assert.Equal(
            ("broken-2", "internal", 10),
            (dead.GetProperty("messageId").GetString(), dead.GetProperty("reason").GetString(), dead.GetProperty("deliveries").GetInt32()));

        // It keeps its session when it is resubmitted.
        Sale.Must(await sale.Operator.PostAsync($"ops/dead-letters/{Queues.InboundChat}/resubmission"), 200);
        await Clock.DrainAsync();
        await using var receiver = client.CreateReceiver(
            Queues.InboundChat,
            new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        var again = await receiver.ReceiveMessageAsync();
        Assert.Equal(session, again.SessionId);
        await receiver.CompleteMessageAsync(again);
    }

    private static async Task<IReadOnlyList<JsonElement>> ItemsAsync(Sale sale) =>
        [.. Sale.Must(await sale.Operator.GetAsync("ops/attention?limit=100"), 200).Body.GetProperty("items").EnumerateArray()
            .Where(i => i.GetProperty("kind").GetString() == "dead-letters")];
}
