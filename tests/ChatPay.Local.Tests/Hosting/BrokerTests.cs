using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using ChatPay.Local.Clock;
using ChatPay.Local.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Tests.Hosting;

/// <summary>Functions on the real broker.</summary>
public sealed class BrokerTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("chatpay-");
    private readonly LocalClock _clock = new(new LocalClockOptions { TimeScale = 0, Start = SampleHost.Start });
    private ServiceBusBroker _broker = null!;
    private ServiceBusClient _client = null!;

    public ValueTask InitializeAsync()
    {
        _broker = ServiceBusBroker.Open(new ServiceBusBrokerOptions { DataFile = Path.Combine(_data.FullName, "bus.db"), Clock = _clock });
        _client = _broker.CreateClient();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Message_OfTheBroker_RunsTheFunctionUntilItIsSettled()
    {
        await using var host = await StartAsync<Consumer>();

        foreach (var text in new[] { "fine", "twice", "poison" })
            await SendAsync("work", new ServiceBusMessage(text));

        Assert.Equal(["fine 1", "twice 1", "twice 2", "poison 1"], host.Log);
        var dead = await _client
            .CreateReceiver("work", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter })
            .PeekMessageAsync();
        Assert.Equal(("poison", "unreadable"), (dead.Body.ToString(), dead.DeadLetterReason));
        Assert.Equal(0, _broker.Queues.Single(q => q.Name == "work").Active);
    }

    [Fact]
    public async Task Batch_OfMessages_IsBoundAsAnArray()
    {
        _broker.DeclareQueue("batches");
        await SendAsync(
            "batches",
            new ServiceBusMessage("""{"n":1}"""),
            new ServiceBusMessage("""{"n":2}"""),
            new ServiceBusMessage("""{"n":3}"""));

        await using var host = await StartAsync<Batches>("""{"version":"2.0","extensions":{"serviceBus":{"maxMessageBatchSize":2}}}""");
        await _clock.DrainAsync();

        Assert.Equal(["1 2 / 1 1", "3 / 1"], host.Log);
        Assert.Equal(new QueueStatus("batches", 0, 0, 0, 0, 0), _broker.Queues.Single(q => q.Name == "batches"));
    }

    [Fact]
    public async Task Batch_WithoutAutoComplete_IsSettledMessageByMessage()
    {
        _broker.DeclareQueue("sorted");
        await SendAsync("sorted", new ServiceBusMessage("good"), new ServiceBusMessage("bad"), new ServiceBusMessage("later"));

        await using var host = await StartAsync<Sorter>();
        await _clock.DrainAsync();

        Assert.Equal(new QueueStatus("sorted", 0, 0, 0, 1, 1), _broker.Queues.Single(q => q.Name == "sorted"));
    }

    [Fact]
    public async Task Sessions_OfAQueue_RunInOrderWithTheirState()
    {
        await using var host = await StartAsync<Sessions>("""{"version":"2.0","extensions":{"serviceBus":{"maxConcurrentSessions":1}}}""");

        await SendAsync("chats", Of("a", "a1"), Of("b", "b1"), Of("a", "a2"), Of("a", "a3"));

        // It releases a session after its second message.
        Assert.Equal(["a1 0", "a2 1", "b1 0", "a3 2"], host.Log);
    }

    [Fact]
    public async Task Subscription_OfATopic_RunsTheFunctionWithWhatItsRulesTake()
    {
        _broker.DeclareTopic("news");
        _broker.DeclareSubscription("news", "sales", rules: [new CreateRuleOptions("sales", new SqlRuleFilter("sys.Label = 'Sale'"))]);
        await using var host = await StartAsync<News>();

        await SendAsync("news", new ServiceBusMessage("sold") { Subject = "Sale" }, new ServiceBusMessage("rain") { Subject = "Weather" });

        Assert.Equal(["Sale: sold"], host.Log);
    }

    [Fact]
    public async Task Function_OverTheLongestRenewal_LosesItsMessageToAnotherRun()
    {
        await using var host = await StartAsync<Slow>(
            """{"version":"2.0","extensions":{"serviceBus":{"maxAutoLockRenewalDuration":"00:02:00"}}}""");

        await SendAsync("slow", new ServiceBusMessage("x"));
        await _clock.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(["1 begins 0", "2 begins 2", "1 ends 3", "2 ends 3"], host.Log);
    }

    [Fact]
    public async Task Host_Stopped_LosesNoMessageAndCompletesNoneThatWasNotHandled()
    {
        var host = await StartAsync<Waiter>();
        await SendAsync("waiting", new ServiceBusMessage("one"));
        Assert.Equal(["begins"], host.Log);

        await host.DisposeAsync();

        Assert.Equal(["begins", "cancelled"], host.Log);
        Assert.Equal(new QueueStatus("waiting", 1, 0, 0, 0, 0), _broker.Queues.Single(q => q.Name == "waiting"));
    }

    [Theory]
    [InlineData("""{"minMessageBatchSize":5}""", "minMessageBatchSize")]
    [InlineData("""{"enableCrossEntityTransactions":true}""", "enableCrossEntityTransactions")]
    [InlineData("""{"autoCompleteMessages":"yes"}""", "autoCompleteMessages")]
    [InlineData("""{"maxAutoLockRenewalDuration":"long"}""", "maxAutoLockRenewalDuration")]
    public async Task HostJson_ThatAsksForWhatIsNotThere_IsRefusedByName(string section, string name)
    {
        var refused = await Assert.ThrowsAsync<PlatformException>(
            () => StartAsync<Consumer>("""{"version":"2.0","extensions":{"serviceBus":""" + section + "}}"));

        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trigger_ThatDoesNotFitItsQueue_IsRefused()
    {
        _broker.DeclareQueue("chats");

        var refused = await Assert.ThrowsAsync<PlatformException>(() => StartAsync<Sessions>());

        Assert.Contains("chats does not require sessions", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_ThatIsNoArray_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<PlatformException>(() => StartAsync<NoArray>());

        Assert.Contains("it must be an array", refused.Message, StringComparison.Ordinal);
    }

    private static ServiceBusMessage Of(string session, string body) => new(body) { SessionId = session };

    private Task<SampleHost> StartAsync<T>(string? hostJson = null)
    {
        var file = Path.Combine(_data.FullName, "host.json");
        if (hostJson is not null)
            File.WriteAllText(file, hostJson);
        return SampleHost.StartAsync<T>(
            o => o with
            {
                Settings = new Dictionary<string, string?> { ["Bus__fullyQualifiedNamespace"] = "local" },
                HostJsonFile = hostJson is null ? null : file,
                Listen = _broker.Listen,
                BusClient = _client,
            },
            clock: _clock);
    }

    private async Task SendAsync(string entity, params IEnumerable<ServiceBusMessage> messages)
    {
        await _client.CreateSender(entity).SendMessagesAsync(messages);
        await _clock.DrainAsync();
    }

    [Fact]
    public async Task Function_ByHand_GetsItsInputAsAMessage()
    {
        await using var host = await StartAsync<Consumer>();

        Assert.Equal(202, (await host.SendAsync("POST", "/admin/functions/Consume", "master", """{"input":"fine"}""")).Status);
        await _clock.DrainAsync();

        Assert.Equal(["fine 1"], host.Log);
    }

    [Fact]
    public async Task Host_ThatStops_LetsTheMessageInHandEndAndTakesNoOther()
    {
        await using var host = await StartAsync<Consumer>();
        await _client.CreateSender("work").SendMessageAsync(new ServiceBusMessage("slow"), TestContext.Current.CancellationToken);
        while (host.Log.Count == 0)
            await Task.Yield();

        var stop = host.Host.DisposeAsync();
        await _client.CreateSender("work").SendMessageAsync(new ServiceBusMessage("late"), TestContext.Current.CancellationToken);
        await stop;

        Assert.Equal(["slow 1", "slow done"], host.Log);
        Assert.Equal(
            "late",
            (
                await _client.CreateReceiver("work").PeekMessageAsync(cancellationToken: TestContext.Current.CancellationToken)
            ).Body.ToString());
        Assert.Equal(1, _broker.Queues.Single(q => q.Name == "work").Active);
    }

    internal sealed class Consumer(List<string> log)
    {
        [Function(nameof(Consume))]
        public async Task Consume(
            [ServiceBusTrigger("work", Connection = "Bus")] ServiceBusReceivedMessage message,
            ServiceBusMessageActions actions,
            CancellationToken cancel)
        {
            log.Add($"{message.Body} {message.DeliveryCount}");
            if (message.Body.ToString() == "twice" && message.DeliveryCount == 1)
                throw new InvalidOperationException("Once more.");
            if (message.Body.ToString() == "slow")
            {
                var watch = System.Diagnostics.Stopwatch.StartNew();
                while (watch.ElapsedMilliseconds < 500 && !cancel.IsCancellationRequested)
                    await Task.Yield();
                log.Add(cancel.IsCancellationRequested ? "slow cancelled" : "slow done");
            }

            if (message.Body.ToString() == "poison")
                await actions.DeadLetterMessageAsync(message, deadLetterReason: "unreadable", cancellationToken: cancel);
        }
    }

    internal sealed record Number(int N);

    internal sealed class Batches(List<string> log)
    {
        [Function(nameof(TakeBatch))]
        public void TakeBatch(
            [ServiceBusTrigger("batches", Connection = "Bus", IsBatched = true)] Number[] numbers,
            int[] deliveryCountArray) => log.Add($"{string.Join(" ", numbers.Select(n => n.N))} / {string.Join(" ", deliveryCountArray)}");
    }

    internal sealed class Sorter
    {
        [Function(nameof(Sort))]
        public static async Task Sort(
            [ServiceBusTrigger("sorted", Connection = "Bus", IsBatched = true, AutoCompleteMessages = false)]
                ServiceBusReceivedMessage[] messages,
            ServiceBusMessageActions actions)
        {
            foreach (var message in messages)
            {
                await (message.Body.ToString() switch
                {
                    "good" => actions.CompleteMessageAsync(message),
                    "bad" => actions.DeadLetterMessageAsync(message, deadLetterReason: "bad"),
                    _ => actions.DeferMessageAsync(message),
                });
            }
        }
    }

    internal sealed class Sessions(List<string> log)
    {
        [Function(nameof(TakeSession))]
        public async Task TakeSession(
            [ServiceBusTrigger("chats", Connection = "Bus", IsSessionsEnabled = true)] ServiceBusReceivedMessage message,
            ServiceBusSessionMessageActions session,
            CancellationToken cancel)
        {
            var state = await session.GetSessionStateAsync(cancel);
            var count = state.ToMemory().IsEmpty ? 0 : state.ToObjectFromJson<int>();
            log.Add($"{message.Body} {count}");
            await session.SetSessionStateAsync(BinaryData.FromObjectAsJson(count + 1), cancel);
            if (count == 1)
                await session.ReleaseSession(cancel);
        }
    }

    internal sealed class News(List<string> log)
    {
        [Function(nameof(TakeNews))]
        public void TakeNews([ServiceBusTrigger("news", "sales", Connection = "Bus")] string text, string subject) =>
            log.Add($"{subject}: {text}");
    }

    internal sealed class Slow(List<string> log, TimeProvider time)
    {
        [Function(nameof(TakeTime))]
        public async Task TakeTime(
            [ServiceBusTrigger("slow", Connection = "Bus")] ServiceBusReceivedMessage message,
            CancellationToken cancel)
        {
            log.Add($"{message.DeliveryCount} begins {Minutes()}");
            await Task.Delay(TimeSpan.FromMinutes(message.DeliveryCount == 1 ? 3 : 1), time, cancel);
            log.Add($"{message.DeliveryCount} ends {Minutes()}");
        }

        private double Minutes() => (time.GetUtcNow() - SampleHost.Start).TotalMinutes;
    }

    internal sealed class Waiter(List<string> log, TimeProvider time)
    {
        [Function(nameof(Wait))]
        public async Task Wait([ServiceBusTrigger("waiting", Connection = "Bus")] string text, CancellationToken cancel)
        {
            log.Add("begins");
            try
            {
                await Task.Delay(TimeSpan.FromDays(1), time, cancel);
            }
            finally
            {
                log.Add(cancel.IsCancellationRequested ? "cancelled" : "ended");
            }
        }
    }

    internal sealed class NoArray
    {
        [Function(nameof(TakeList))]
        public static void TakeList([ServiceBusTrigger("batches", Connection = "Bus", IsBatched = true)] List<string> texts) =>
            GC.KeepAlive(texts);
    }
}
