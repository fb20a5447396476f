using System.Net;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Features.Mail;
using ChatPay.Functions.Features.Operations;
using ChatPay.Functions.Features.OrderEvents;
using ChatPay.Functions.Features.Outbox;
using ChatPay.Functions.Features.Shipping.Tracking;
using ChatPay.Functions.Orchestrations;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.Mail;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Payouts.Batches;
using ChatPay.Local.Durable;
using ChatPay.Local.Durable.Protocol;
using ChatPay.Local.ServiceBus;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>An order store, its outbox and everyone it notifies, on their own stores and engine. Tests receive the messages by
/// hand.</summary>
internal sealed class OutboxBench : IAsyncDisposable, IDurableFunctions
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-outbox-");

    public static string ConversationId { get; } = Conversation.IdOf("byr-1", ScriptedSale.SellerId);

    public LocalStores Stores { get; private set; } = null!;

    /// <summary>The provider; down by default.</summary>
    public PayPalBench PayPal { get; set; } = new(_ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));

    /// <summary>Whether the provider has just timed out.</summary>
    public bool IsPayPalResting { get; set; }

    public DurableEngine Engine { get; private set; } = null!;

    public OrderStore Orders => OrderStores.Of(Stores.Tables, Stores.Queues, Stores.Clock);

    public OrderFeed Feed => new(Stores.Tables, Stores.Clock);

    public PublishOutbox Drive =>
        new(Stores.Tables, Stores.Queues, OrderStores.Driver, Consumer, Stores.Clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RetryingConsumer Consumer =>
        new(new OutageBackoff(new HastyClock(Stores.Clock)), Stores.Queues, Stores.Clock, NullLogger<RetryingConsumer>.Instance);

    /// <param name="withTopic">Whether the topic exists.</param>
    public static async Task<OutboxBench> StartAsync(bool withTopic = true)
    {
        var bench = new OutboxBench { Stores = await LocalStores.StartAsync() };
        bench.Stores.Broker.DeclareQueue(Queues.OutboundChat);
        if (withTopic)
            bench.DeclareTopic();
        bench.Engine = await bench.StartEngineAsync("durable.db");
        await bench.Conversations(bench.Stores.Tables).OpenAsync(
            new Conversation
            {
                Id = ConversationId,
                BuyerId = "byr-1",
                SellerId = ScriptedSale.SellerId,
                OpenedAt = bench.Stores.Clock.GetUtcNow(),
            },
            Cancellation);
        return bench;
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Stores.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public void DeclareTopic()
    {
        Stores.Broker.DeclareTopic(
            Queues.OrderEvents, new TopicOptions { DuplicateDetectionWindow = TimeSpan.FromMinutes(10) });
        Stores.Broker.DeclareSubscription(Queues.OrderEvents, "all");
    }

    public Task<DurableEngine> StartEngineAsync(string file) => DurableEngine.StartAsync(
        new()
        {
            DataFile = Path.Combine(_folder.FullName, file),
            Clock = Stores.Clock,
            Functions = this,
        });

    /// <summary>Commits a new order with a start and an event.</summary>
    public async Task PromiseAsync() => Assert.True(await Orders.CreateAsync(
        new OrderChange(ScriptedSale.Requested().Order with { ConversationId = ConversationId })
        {
            Starts = [new OrchestrationStart(nameof(OrderLifecycle), ScriptedSale.OrderId)],
            Events = [new OrderEvent(OrderEventType.PaymentRequested)],
        },
        Cancellation));

    /// <summary>Processes the next message that drives the order.</summary>
    public async Task DriveAsync() => await Drive.RunAsync(await NextAsync(Queues.OutboxTriggers), Engine.Client, Cancellation);

    /// <summary>Processes the next notice.</summary>
    public async Task TellAsync() => await TellAsync(await NextAsync(Queues.Notices));

    public Task TellAsync(ServiceBusReceivedMessage message, ChatPayTables? tables = null, DurableTaskClient? engine = null) =>
        new PublishNotices(Publisher(tables), Consumer).RunAsync(message, engine ?? Engine.Client, Cancellation);

    /// <summary>Who tells everyone.</summary>
    public NoticePublisher Publisher(ChatPayTables? tables = null)
    {
        tables ??= Stores.Tables;
        var mailer = new Mailer(Options.Create(new MailOptions()), Stores.Clock);
        var mail = new MailSellers(mailer, null!, null!, null!, null!, null!, null!, Stores.Queues, Consumer);
        var attention = new OperatorAlerts(tables, Stores.Clock);
        var tracking = new ReportTracking(
            OrderStores.Of(tables, Stores.Queues, Stores.Clock), Conversations(tables), PayPal.Client, attention, Stores.Clock);
        if (IsPayPalResting)
            tracking.Rest.Begin();
        var events = new PublishOrderEvents(
            Stores.Queues,
            new OrderFeed(tables, Stores.Clock),
            Options.Create(new PublicAddress { BaseUrl = new Uri("https://pay.example.com/") }));
        var chat = new TellConversation(Conversations(tables), Stores.Queues, NullLogger<TellConversation>.Instance);
        return new NoticePublisher(
            tables,
            Stores.Queues,
            new OrderAlertQueue(attention),
            chat,
            events,
            mail,
            tracking,
            OrderStores.Driver,
            Stores.Clock,
            NullLogger<NoticePublisher>.Instance);
    }

    public async Task<ServiceBusReceivedMessage> NextAsync(string queue)
    {
        await using var receiver = Stores.Bus.CreateReceiver(
            queue,
            new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
        return await receiver.ReceiveMessageAsync(cancellationToken: Cancellation);
    }

    /// <summary>The messages that wait: triggers, late triggers, and those that ask to publish notices.</summary>
    public (int Triggers, int LateOnes, int Notices) Messages => (
        Waiting(Queues.OutboxTriggers).Active,
        Waiting(Queues.OutboxTriggers).Scheduled,
        Waiting(Queues.Notices).Active);

    public QueueStatus Waiting(string queue) => Stores.Broker.Queues.Single(q => q.Name == queue);

    public async Task<List<OutboxRow>> OutboxAsync() =>
        [.. (await OutboxRows.ListAsync(Stores.Tables, ScriptedSale.OrderId, Cancellation)).Select(row => row.Row)];

    /// <summary>The timeline numbers of the events sent to the conversation, the feed and the topic.</summary>
    public async Task<(int[] Chat, int[] Feed, int[] Topic)> ToldAsync()
    {
        var chat = await Conversations(Stores.Tables).MessagesAsync(ConversationId, Author.Seller, 0, 100, Cancellation);
        var feed = await Feed.ListAsync(ScriptedSale.SellerId, 0, 100, Cancellation);
        await using var receiver = Stores.Bus.CreateReceiver(Queues.OrderEvents, "all");
        var topic = await receiver.PeekMessagesAsync(100, 0, Cancellation);
        var entries = (await Orders.TimelineAsync(ScriptedSale.OrderId, Cancellation)).ToDictionary(e => e.Event.Type, e => e.Number);
        return (
            [.. chat.Select(m => entries[m.Order!.Event])],
            [.. feed.Select(e => e.Event.Data.Number)],
            [.. topic.Select(m => int.Parse(m.MessageId.Split('-')[^1], System.Globalization.CultureInfo.InvariantCulture))]);
    }

    Task<OrchestratorResponse> IDurableFunctions.ReplayAsync(string name, OrchestratorRequest request) =>
        Task.FromResult(OrchestratorReplay.Default.Run(request, _ => Task.FromResult<object?>(null)));

    Task<string?> IDurableFunctions.RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken ct) =>
        Task.FromResult<string?>(null);

    private ConversationStore Conversations(ChatPayTables tables) => new(tables, new ConversationIndex(tables), Stores.Clock);
}
