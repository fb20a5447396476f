using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Mail;
using ChatPay.Functions.Features.Operations;
using ChatPay.Functions.Features.OrderEvents;
using ChatPay.Functions.Features.Outbox;
using ChatPay.Functions.Orchestrations;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.Mail;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Payouts.Batches;
using ChatPay.Local.Durable;
using ChatPay.Local.Durable.Protocol;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>What drives an order goes first and by itself; each of those who are told gets on without the others.</summary>
public sealed class OutboxLanesTests : IAsyncLifetime, IDurableFunctions
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-lanes-");
    private LocalStores _stores = null!;
    private DurableEngine _engine = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stores = await LocalStores.StartAsync();
        _stores.Broker.DeclareQueue(Queues.OutboundChat);
        _engine = await DurableEngine.StartAsync(
            new()
            {
                DataFile = Path.Combine(_folder.FullName, "durable.db"),
                Clock = _stores.Clock,
                Functions = this,
            });
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _stores.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Topic_Missing_KeepsNeitherTheStartNorTheChatNorTheFeed()
    {
        await PromiseAsync();
        await DriveAsync();
        Assert.NotNull(await _engine.Client.GetInstanceAsync(ScriptedSale.OrderId, Cancellation));

        var kick = await NextAsync(Queues.Notices);
        var missing = await Assert.ThrowsAsync<ServiceBusException>(() => TellAsync(kick));
        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, missing.Reason);
        Assert.Equal($"{ScriptedSale.OrderId}-1", (await NextAsync(Queues.OutboundChat)).MessageId);
        Assert.Single(await Feed.ListAsync(ScriptedSale.SellerId, 0, 10, Cancellation));
        Assert.Equal(["attention", "chat", "mail", "feed"], (await OutboxAsync()).Single().Told);

        // It comes again when the topic is there: that alone is missing.
        _stores.Broker.DeclareTopic(Queues.OrderEvents);
        _stores.Broker.DeclareSubscription(Queues.OrderEvents, "all");
        await TellAsync(kick);
        Assert.Empty(await OutboxAsync());
        Assert.Null(await PeekAsync(_stores.Bus.CreateReceiver(Queues.OutboundChat)));
        Assert.NotNull(await PeekAsync(_stores.Bus.CreateReceiver(Queues.OrderEvents, "all")));
        Assert.Single(await Feed.ListAsync(ScriptedSale.SellerId, 0, 10, Cancellation));
    }

    [Fact]
    public async Task Start_Failing_KeepsNobodyFromBeingTold()
    {
        await PromiseAsync();
        var closed = await DurableEngine.StartAsync(
            new()
            {
                DataFile = Path.Combine(_folder.FullName, "closed.db"),
                Clock = _stores.Clock,
                Functions = this,
            });
        await closed.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
            await Drive.RunAsync(await NextAsync(Queues.Kicks), closed.Client, Cancellation));
        Assert.NotNull(await NextAsync(Queues.Notices));
        Assert.Single(await OutboxAsync(), row => row.Start is not null);
    }

    [Fact]
    public async Task Rows_DoneByTwoDeliveriesAtOnce_AreGoneWithoutAFailure()
    {
        _stores.Broker.DeclareTopic(Queues.OrderEvents);
        await PromiseAsync();
        var kick = await NextAsync(Queues.Kicks);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Drive.RunAsync(kick, _engine.Client, Cancellation)));
        var tell = await NextAsync(Queues.Notices);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TellAsync(tell)));
        Assert.Empty(await OutboxAsync());
    }

    Task<OrchestratorResponse> IDurableFunctions.ReplayAsync(string name, OrchestratorRequest request) =>
        Task.FromResult(OrchestratorReplay.Default.Run(request, _ => Task.FromResult<object?>(null)));

    Task<string?> IDurableFunctions.RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken ct) =>
        Task.FromResult<string?>(null);

    private OrderStore Orders => OrderStores.Of(_stores.Tables, _stores.Queues, _stores.Clock);

    private OrderFeed Feed => new(_stores.Tables, _stores.Clock);

    private RetryingConsumer Consumer =>
        new(new OutageBackoff(new HastyClock(_stores.Clock)), _stores.Queues, _stores.Clock, NullLogger<RetryingConsumer>.Instance);

    private PublishOutbox Drive => new(_stores.Tables, _stores.Queues, Consumer, NullLogger<PublishOutbox>.Instance);

    private async Task PromiseAsync() => Assert.True(await Orders.CreateAsync(
        new OrderChange(ScriptedSale.Requested().Order)
        {
            Starts = [new OrchestrationStart(nameof(OrderLifecycle), ScriptedSale.OrderId)],
            Events = [new OrderEvent(OrderEventType.PaymentRequested)],
        },
        Cancellation));

    private async Task DriveAsync() => await Drive.RunAsync(await NextAsync(Queues.Kicks), _engine.Client, Cancellation);

    private Task TellAsync(ServiceBusReceivedMessage kick)
    {
        var mailer = new Mailer(Options.Create(new MailOptions()), _stores.Clock);
        var mail = new MailSellers(mailer, null!, null!, null!, null!, null!, _stores.Queues, Consumer);
        var events = new PublishOrderEvents(
            _stores.Queues,
            Feed,
            Options.Create(new PublicAddress { BaseUrl = new Uri("https://pay.example.com/") }));
        var attention = new OrderAlertQueue(new OperatorAlerts(_stores.Tables, _stores.Clock), Orders);
        return new PublishNotices(_stores.Tables, _stores.Queues, attention, events, mail, Consumer).RunAsync(kick, Cancellation);
    }

    private async Task<ServiceBusReceivedMessage> NextAsync(string queue)
    {
        await using var receiver = _stores.Bus.CreateReceiver(
            queue,
            new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
        return await receiver.ReceiveMessageAsync(cancellationToken: Cancellation);
    }

    private static async Task<ServiceBusReceivedMessage?> PeekAsync(ServiceBusReceiver receiver)
    {
        await using (receiver)
            return await receiver.PeekMessageAsync(cancellationToken: Cancellation);
    }

    private async Task<List<OutboxRow>> OutboxAsync()
    {
        var rows = new List<OutboxRow>();
        await foreach (var row in ChatPayTables.WithPrefix(_stores.Tables.Orders, ScriptedSale.OrderId, OrderRows.Outbox, Cancellation))
            rows.Add(Documents.FromRow<OutboxRow>(row));
        return rows;
    }
}
