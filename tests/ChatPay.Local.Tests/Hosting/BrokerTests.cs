using Azure.Messaging.ServiceBus;
using ChatPay.Local.Clock;
using ChatPay.Local.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Tests.Hosting;

public sealed class BrokerTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("chatpay-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Message_OfTheBroker_RunsTheFunctionUntilItIsSettled()
    {
        var clock = new LocalClock(new LocalClockOptions { TimeScale = 0, Start = SampleHost.Start });
        await using var broker = ServiceBusBroker.Open(new ServiceBusBrokerOptions { DataFile = Path.Combine(_data.FullName, "bus.db"), Clock = clock });
        await using var client = broker.CreateClient();
        await using var host = await SampleHost.StartAsync<Consumer>(
            o => o with
            {
                Settings = new Dictionary<string, string?> { ["Bus__fullyQualifiedNamespace"] = "local" },
                Subscribe = broker.Subscribe,
                BusClient = client,
            },
            clock: clock);

        foreach (var text in new[] { "fine", "twice", "poison" })
        {
            await client.CreateSender("work").SendMessageAsync(new ServiceBusMessage(text));
            await clock.DrainAsync();
        }

        Assert.Equal(["fine 1", "twice 1", "twice 2", "poison 1"], host.Log);
        var dead = await client.CreateReceiver("work", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter }).PeekMessageAsync();
        Assert.Equal(("poison", "unreadable"), (dead.Body.ToString(), dead.DeadLetterReason));
        Assert.Equal(0, broker.Queues.Single(q => q.Name == "work").Active);
    }

    [Fact]
    public async Task Function_ByHand_GetsItsInputAsAMessage()
    {
        var clock = new LocalClock(new LocalClockOptions { TimeScale = 0, Start = SampleHost.Start });
        await using var broker = ServiceBusBroker.Open(new ServiceBusBrokerOptions { DataFile = Path.Combine(_data.FullName, "bus.db"), Clock = clock });
        await using var client = broker.CreateClient();
        await using var host = await SampleHost.StartAsync<Consumer>(o => On(o, broker, client), clock: clock);

        Assert.Equal(202, (await host.SendAsync("POST", "/admin/functions/Consume", "master", """{"input":"fine"}""")).Status);
        await clock.DrainAsync();

        Assert.Equal(["fine 1"], host.Log);
    }

    [Fact]
    public async Task Host_ThatStops_LetsTheMessageInHandEndAndTakesNoOther()
    {
        var clock = new LocalClock(new LocalClockOptions { TimeScale = 0, Start = SampleHost.Start });
        await using var broker = ServiceBusBroker.Open(new ServiceBusBrokerOptions { DataFile = Path.Combine(_data.FullName, "bus.db"), Clock = clock });
        await using var client = broker.CreateClient();
        await using var host = await SampleHost.StartAsync<Consumer>(o => On(o, broker, client), clock: clock);
        await client.CreateSender("work").SendMessageAsync(new ServiceBusMessage("slow"), TestContext.Current.CancellationToken);
        while (host.Log.Count == 0)
            await Task.Yield();

        var stop = host.Host.DisposeAsync();
        await client.CreateSender("work").SendMessageAsync(new ServiceBusMessage("late"), TestContext.Current.CancellationToken);
        await stop;

        Assert.Equal(["slow 1", "slow done"], host.Log);
        Assert.Equal("late", (await client.CreateReceiver("work").PeekMessageAsync(cancellationToken: TestContext.Current.CancellationToken)).Body.ToString());
        Assert.Equal(1, broker.Queues.Single(q => q.Name == "work").Active);
    }

    private static ChatPay.Local.Hosting.FunctionsHostOptions On(ChatPay.Local.Hosting.FunctionsHostOptions options, ServiceBusBroker broker, ServiceBusClient client) => options with
    {
        Settings = new Dictionary<string, string?> { ["Bus__fullyQualifiedNamespace"] = "local" },
        Subscribe = broker.Subscribe,
        BusClient = client,
    };

    internal sealed class Consumer(List<string> log)
    {
        [Function(nameof(Consume))]
        public async Task Consume(
            [ServiceBusTrigger("work", Connection = "Bus")] ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken cancel)
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
}
