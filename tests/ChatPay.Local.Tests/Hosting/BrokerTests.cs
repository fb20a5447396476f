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

    internal sealed class Consumer(List<string> log)
    {
        [Function(nameof(Consume))]
        public async Task Consume(
            [ServiceBusTrigger("work", Connection = "Bus")] ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken cancel)
        {
            log.Add($"{message.Body} {message.DeliveryCount}");
            if (message.Body.ToString() == "twice" && message.DeliveryCount == 1)
                throw new InvalidOperationException("Once more.");
            if (message.Body.ToString() == "poison")
                await actions.DeadLetterMessageAsync(message, deadLetterReason: "unreadable", cancellationToken: cancel);
        }
    }
}
