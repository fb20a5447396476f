using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus;

/// <summary>A kill at every acknowledgement leaves on disk exactly what was acknowledged. Locked messages are received again.</summary>
public sealed class CrashTests : BusFixture
{
    private readonly Dictionary<string, string> _expected = [];

    protected override QueueOptions Options => new() { MaxDeliveryCount = 1000, DuplicateDetectionWindow = TimeSpan.FromMinutes(10) };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Broker_KilledAfterAnyAcknowledgement_HasWhatWasAcknowledged(int seed)
    {
        Broker.DeclareTopic("news");
        Broker.DeclareSubscription("news", "all");
#pragma warning disable CA5394 // A seed that replays.
        var random = new Random(seed);
        List<ServiceBusReceivedMessage> held = [];
        for (var step = 0; step < 40; step++)
        {
            await (random.Next(8) switch
            {
                0 or 1 => SendOneAsync($"sent-{step}"),
                2 => ScheduleOneAsync($"scheduled-{step}"),
                3 => PublishAsync($"news-{step}"),
                4 or 5 => SettleAsync(held, random.Next(4)),
                _ => HoldAsync(held),
            });
            await AssertAKillLeavesThatAsync();
        }
#pragma warning restore CA5394
    }

    [Fact]
    public async Task Batch_KilledWhileItIsSent_IsThereWholeOrNotAtAll()
    {
        var sending = Sender.SendMessagesAsync(Enumerable.Range(0, 100).Select(i => new ServiceBusMessage($"{i}")));

        // Before the first acknowledgement not even the queue needs to be there.
        await using (var killed = OpenWhatAKillWouldLeave())
            Assert.True(killed.Find(Queue) is null || killed.Peek(Queue, deadLetters: false, 1000).Count is 0 or 100);

        await sending;
        await using var after = OpenWhatAKillWouldLeave();
        Assert.Equal(100, after.Peek(Queue, deadLetters: false, 1000).Count);
    }

    [Fact]
    public async Task Publication_KilledAfterItsAcknowledgement_IsInEverySubscription()
    {
        Broker.DeclareTopic("news");
        foreach (var name in new[] { "a", "b", "c" })
            Broker.DeclareSubscription("news", name);

        await Client.CreateSender("news").SendMessageAsync(new ServiceBusMessage("once"));

        await using var killed = OpenWhatAKillWouldLeave();
        Assert.All(["a", "b", "c"], name => Assert.Single(killed.Peek($"news/Subscriptions/{name}", deadLetters: false, 10)));
    }

    private async Task SendOneAsync(string body)
    {
        await SendAsync(body, body);
        _expected[body] = Queue;
    }

    private async Task ScheduleOneAsync(string body)
    {
        await Sender.ScheduleMessageAsync(new ServiceBusMessage(body), Start.AddDays(1));
        _expected[body] = Queue;
    }

    private async Task PublishAsync(string body)
    {
        await Client.CreateSender("news").SendMessageAsync(new ServiceBusMessage(body));
        _expected[body] = "news/Subscriptions/all";
    }

    private async Task HoldAsync(List<ServiceBusReceivedMessage> held)
    {
        if (await ReceiveNowAsync() is { } message)
            held.Add(message);
    }

    private async Task SettleAsync(List<ServiceBusReceivedMessage> held, int how)
    {
        if (held.Count == 0)
            return;
        var message = held[0];
        held.RemoveAt(0);
        var body = message.Body.ToString();
        try
        {
            await (how switch
            {
                0 => Receiver.CompleteMessageAsync(message),
                1 => Receiver.AbandonMessageAsync(message, new Dictionary<string, object> { ["again"] = true }),
                2 => Receiver.DeferMessageAsync(message),
                _ => Receiver.DeadLetterMessageAsync(message, "Bad"),
            });
        }
        catch (ServiceBusException e) when (e.Reason == ServiceBusFailureReason.MessageLockLost)
        {
            return;
        }

        if (how == 0)
            _expected.Remove(body);
        else if (how == 3)
            _expected[body] = $"{Queue}/$DeadLetterQueue";
    }

    private async Task AssertAKillLeavesThatAsync()
    {
        await using var killed = OpenWhatAKillWouldLeave();
        Dictionary<string, string> found = [];
        foreach (var path in new[] { Queue, "news/Subscriptions/all", $"{Queue}/$DeadLetterQueue" })
        {
            // Before the first acknowledgement not even the entities need to be there.
            foreach (var message in killed.Find(path) is { } entity ? killed.Desk.Peek(entity, 0, 1000) : [])
                found.Add(message.Body.ToString(), path);
        }

        Assert.Equal(_expected.OrderBy(e => e.Key), found.OrderBy(f => f.Key));
    }
}
