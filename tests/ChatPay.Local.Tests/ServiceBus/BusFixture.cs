using Azure.Messaging.ServiceBus;
using ChatPay.Local.Clock;
using ChatPay.Local.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus;

/// <summary>A broker with its own folder, on a clock that stands still.</summary>
public abstract class BusFixture : IAsyncLifetime
{
    protected const string Queue = "orders";

    protected static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private int _kills;

    private readonly string _folder = Directory.CreateTempSubdirectory("chatpay-bus-").FullName;

    protected LocalClock Clock { get; } = new(new LocalClockOptions { TimeScale = 0, Start = Start });

    protected ServiceBusBroker Broker { get; private set; } = null!;

    protected ServiceBusClient Client { get; private set; } = null!;

    protected ServiceBusSender Sender { get; private set; } = null!;

    protected ServiceBusReceiver Receiver { get; private set; } = null!;

    protected virtual QueueOptions Options => new();

    public ValueTask InitializeAsync()
    {
        OpenBroker();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        Clock.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a copy of the files as they are now, with nothing closed or flushed: what a kill would leave.</summary>
    protected ServiceBusBroker OpenWhatAKillWouldLeave()
    {
        var left = Directory.CreateDirectory(Path.Combine(_folder, $"killed-{++_kills}")).FullName;
        foreach (var file in Directory.GetFiles(_folder, "bus.db*").Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(left, Path.GetFileName(file)));
        return ServiceBusBroker.Open(new ServiceBusBrokerOptions { DataFile = Path.Combine(left, "bus.db"), Clock = Clock });
    }

    protected async Task RestartAsync()
    {
        await Broker.DisposeAsync();
        OpenBroker();
    }

    protected Task SendAsync(string body, string? messageId = null)
    {
        var message = new ServiceBusMessage(body);
        if (messageId is not null)
            message.MessageId = messageId;
        return Sender.SendMessageAsync(message);
    }

    /// <summary>Receives a message; null if none arrives within a second of the clock.</summary>
    protected Task<ServiceBusReceivedMessage?> ReceiveNowAsync() => ReceiveNowAsync(Receiver);

    protected async Task<ServiceBusReceivedMessage?> ReceiveNowAsync(ServiceBusReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        var receiving = receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(1));
        if (!receiving.IsCompleted)
            await Clock.AdvanceAsync(TimeSpan.FromSeconds(1));
        return await receiving;
    }

    protected ServiceBusReceiver DeadLetters() =>
        Client.CreateReceiver(Queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

    private void OpenBroker()
    {
        Broker = ServiceBusBroker.Open(new ServiceBusBrokerOptions { DataFile = Path.Combine(_folder, "bus.db"), Clock = Clock });
        Broker.DeclareQueue(Queue, Options);
        Client = Broker.CreateClient();
        Sender = Client.CreateSender(Queue);
        Receiver = Client.CreateReceiver(Queue);
    }
}
