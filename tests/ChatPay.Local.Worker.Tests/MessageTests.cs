using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.Worker.Sample;
using ChatPay.Local.Worker.Settlement;

namespace ChatPay.Local.Worker.Tests;

/// <summary>Messages of the local broker, handled by functions of the official worker.</summary>
public sealed class MessageTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatpay-worker-").FullName;
    private SampleWorker _sample = null!;
    private ServiceBusBroker _bus = null!;
    private ServiceBusClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sample = await SampleWorker.StartAsync();
        _bus = ServiceBusBroker.Open(new ServiceBusBrokerOptions { DataFile = Path.Combine(_folder, "bus.db"), Clock = _sample.Clock });
        _client = _bus.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        await _bus.DisposeAsync();
        await _sample.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Message_ForAFunctionThatTakesItsBody_IsBoundWithItsProperties()
    {
        Notes.Caller.Value = "nobody";
        _bus.DeclareQueue("notes");

        await RunAsync("notes", "TakeNote", new ListenOptions(), new ServiceBusMessage("""{"text":"hello"}""") { MessageId = "m-1" });

        Assert.Equal(["m-1: hello, delivery 1, for "], _sample.Notes);
        Assert.Equal((0, 0), await LeftAsync("notes"));
    }

    [Fact]
    public async Task Message_ThatCannotBeBound_ComesAgainAndIsDeadLettered()
    {
        _bus.DeclareQueue("notes", new QueueOptions { MaxDeliveryCount = 2 });

        await RunAsync("notes", "TakeNote", new ListenOptions(), new ServiceBusMessage("no json"));

        Assert.Empty(_sample.Notes);
        Assert.Equal((0, 1), await LeftAsync("notes"));
    }

    [Fact]
    public async Task Batch_OfWholeMessages_IsSettledByTheFunctionAndByTheHost()
    {
        _bus.DeclareQueue("batches");

        await RunAsync(
            "batches",
            "TakeBatch",
            new ListenOptions { MaxBatchSize = 10 },
            new ServiceBusMessage("a") { ApplicationProperties = { ["from"] = 1 } },
            new ServiceBusMessage("b") { ApplicationProperties = { ["from"] = 2 } });

        Assert.Equal(["a of 1, b of 2"], _sample.Notes);
        var dead = await _client
            .CreateReceiver("batches", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter })
            .PeekMessageAsync();
        Assert.Equal(("a", "unwanted", "for a test"), (dead.Body.ToString(), dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        Assert.Equal(("hand", TimeSpan.FromHours(1)), (dead.ApplicationProperties["by"], dead.ApplicationProperties["after"]));
        Assert.Equal((0, 1), await LeftAsync("batches"));
    }

    [Fact]
    public async Task Batch_OfTexts_IsBoundAsThese()
    {
        _bus.DeclareQueue("texts");

        await RunAsync(
            "texts",
            "TakeTexts",
            new ListenOptions { MaxBatchSize = 10 },
            new ServiceBusMessage("a"),
            new ServiceBusMessage("b"));

        Assert.Equal(["a, b"], _sample.Notes);
    }

    [Fact]
    public async Task Session_OfAMessage_KeepsItsStateAndIsRenewed()
    {
        _bus.DeclareQueue("sessions", new QueueOptions { RequiresSession = true });

        await RunAsync(
            "sessions", "TakeSession", new ListenOptions { MaxConcurrentSessions = 1, AutoComplete = false },
            new ServiceBusMessage("a") { SessionId = "s" }, new ServiceBusMessage("b") { SessionId = "s" });

        Assert.Equal(["s had , held True", "s had a, held True"], _sample.Notes);
        Assert.Equal((0, 0), await LeftAsync("sessions"));
    }

    private async Task RunAsync(string queue, string function, ListenOptions options, params ServiceBusMessage[] messages)
    {
        await using (var sender = _client.CreateSender(queue))
            await sender.SendMessagesAsync(messages);
        await using var listener = _bus.Listen(
            queue,
            options,
            (delivery, cancel) =>
                _sample.Worker.RunMessagesAsync(
                    function,
                    new MessageDelivery(delivery.Messages, delivery.Receiver)
                    {
                        Session = delivery.Session,
                        ReleaseSession = delivery.ReleaseSession,
                    },
                    cancel));
        await _sample.Clock.DrainAsync();
    }

    private Task<(long Active, long Dead)> LeftAsync(string queue)
    {
        var status = _bus.Queues.Single(q => q.Name == queue);
        return Task.FromResult(((long)status.Active, (long)status.DeadLettered));
    }
}
