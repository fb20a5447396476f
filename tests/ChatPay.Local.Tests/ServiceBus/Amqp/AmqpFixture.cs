using Azure.Messaging.ServiceBus;
using ChatPay.Local.Clock;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.ServiceBus.Amqp;

namespace ChatPay.Local.Tests.ServiceBus.Amqp;

/// <summary>A broker behind a socket, on a clock that stands still, and the unmodified official client. The clock starts at the
/// machine's time, because the client compares lock times with that.</summary>
public abstract class AmqpFixture : IAsyncLifetime
{
    protected const string Queue = "orders";

    /// <summary>How long a test waits for an expected event.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("chatpay-amqp-").FullName;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    protected LocalClock Clock { get; } = new(new LocalClockOptions { TimeScale = 0 });

    protected ServiceBusBroker Broker { get; private set; } = null!;

    protected ServiceBusClient Client { get; private set; } = null!;

    protected ServiceBusSender Sender { get; private set; } = null!;

    protected AmqpEndpoint Endpoint { get; private set; } = null!;

    protected virtual QueueOptions Options => new();

    public virtual ValueTask InitializeAsync()
    {
        Broker = ServiceBusBroker.Open(new ServiceBusBrokerOptions { DataFile = Path.Combine(_folder, "bus.db"), Clock = Clock });
        Broker.DeclareQueue(Queue, Options);
        Endpoint = AmqpEndpoint.Start(new AmqpEndpointOptions { Broker = Broker, Clock = Clock, Port = 0 });
        Client = NewClient();
        Sender = Client.CreateSender(Queue);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Endpoint.DisposeAsync();
        await Broker.DisposeAsync();
        Clock.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A client without retries, so that a test sees each refusal.</summary>
    protected ServiceBusClient NewClient() =>
        new(Endpoint.ConnectionString, new ServiceBusClientOptions { RetryOptions = { MaxRetries = 0, TryTimeout = Patience } });

    protected Task SendAsync(params IEnumerable<string> bodies) =>
        Sender.SendMessagesAsync(bodies.Select(b => new ServiceBusMessage(b)), Cancelled);

    /// <summary>The first letter names the session.</summary>
    protected Task SendInSessionsAsync(params IEnumerable<string> bodies) =>
        Sender.SendMessagesAsync(bodies.Select(b => new ServiceBusMessage(b) { SessionId = b[..1] }), Cancelled);

    protected async Task<ServiceBusReceivedMessage> ReceiveAsync(ServiceBusReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        var message = await receiver.ReceiveMessageAsync(Patience, Cancelled);
        Assert.NotNull(message);
        return message;
    }

    /// <summary>Receives a number of messages, however many arrive at a time.</summary>
    protected static async Task<List<ServiceBusReceivedMessage>> ReceiveAsync(ServiceBusReceiver receiver, int count)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        List<ServiceBusReceivedMessage> received = [];
        while (received.Count < count)
        {
            var more = await receiver.ReceiveMessagesAsync(count - received.Count, Patience, Cancelled);
            Assert.NotEmpty(more);
            received.AddRange(more);
        }

        return received;
    }

    protected QueueStatus Status() => Broker.Queues.Single(q => q.Name == Queue);

    protected static async Task<ServiceBusFailureReason> ReasonAsync(Func<Task> refused) =>
        (await Assert.ThrowsAsync<ServiceBusException>(refused)).Reason;
}
