using System.Text.Json;
using Azure.Data.Tables;
using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Orchestrations;
using ChatPay.Functions.Orchestrations.Watchdog;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Sellers;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Sellers;
using ChatPay.Local.Durable;
using ChatPay.Local.Durable.Protocol;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>Orders that nothing drives (case 37) are found by their deadlines, restarted, and reported when that does not help.</summary>
public sealed class WatchOrdersTests : IAsyncLifetime, IDurableFunctions
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-watchdog-");
    private LocalStores _stores = null!;
    private DurableEngine _engine = null!;

    // The behaviour of activities; without it orchestrations only wait.
    private Func<string?>? _activity;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stores = await LocalStores.StartAsync();
        _engine = await DurableEngine.StartAsync(
            new()
            {
                DataFile = Path.Combine(_folder.FullName, "durable.db"),
                Clock = _stores.Clock,
                Functions = this,
            });
        await new SellerStore(_stores.Tables, _stores.Clock).CreateAsync(
            new Seller
            {
                Id = ScriptedSale.SellerId,
                BusinessName = "Mugs",
                Country = "US",
                PayPalMerchantId = "SELLERMUGS234",
                CreatedAt = ScriptedSale.Start,
            },
            Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _stores.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Start_ThatNeverRan_IsMadeUpForAnHourAfterTheDeadline()
    {
        await WriteAsync(ScriptedSale.Paid());
        await PassAsync(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(59));
        await WatchAsync();
        Assert.Null(await InstanceAsync(ScriptedSale.OrderId));

        await PassAsync(TimeSpan.FromMinutes(1));
        await WatchAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await InstanceAsync(ScriptedSale.OrderId))!.RuntimeStatus);
        Assert.Empty(await ItemsAsync());
    }

    [Fact]
    public async Task Orchestration_ThatDoesNotMove_IsWokenThenReplacedAndToldUntilTheOrderHasGoneOn()
    {
        await WriteAsync(ScriptedSale.Paid());
        await StartAsync(nameof(OrderLifecycle), ScriptedSale.OrderId);
        var first = (await InstanceAsync(ScriptedSale.OrderId))!.CreatedAt;
        await PassAsync(TimeSpan.FromDays(7) + TimeSpan.FromHours(1));
        await WatchAsync();
        Assert.Equal(first, (await InstanceAsync(ScriptedSale.OrderId))!.CreatedAt);
        Assert.Empty(await ItemsAsync());

        await PassAsync(TimeSpan.FromHours(1));
        await WatchAsync();
        Assert.NotEqual(first, (await InstanceAsync(ScriptedSale.OrderId))!.CreatedAt);
        Assert.Equal(("order-stuck", ScriptedSale.OrderId), (await ItemsAsync()).Select(i => (i.Kind, i.OrderId)).Single());

        await Orders.ChangeAsync(ScriptedSale.OrderId, o => RefundDecisions.RefundUnshipped(o, _stores.Clock.GetUtcNow()), Cancellation);
        await StartAsync(nameof(RefundLifecycle), Refund.Key(ScriptedSale.OrderId, 1));
        await PassAsync(TimeSpan.FromHours(3));
        await WatchAsync();
        Assert.Empty(await ItemsAsync());
    }

    /// <summary>The hold waits in one timer, and the event that shortens it was lost.</summary>
    [Fact]
    public async Task Hold_ThatEndsEarlierThanItsOrchestrationKnows_IsWokenAnHourAfterItsEnd()
    {
        var looks = 0;
        // 96 hours without tracking; 72 once the buyer has confirmed delivery.
        var order = ScriptedSale.Paid()
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, tracking: null)))
            .Order with
        { SellerId = "sel-active" };
        await new SellerStore(_stores.Tables, _stores.Clock).CreateAsync(
            SellerFacts.Active("sel-active", ScriptedSale.Start, "SELLERHATS234"), Cancellation);
        Assert.True(await Orders.CreateAsync(new OrderChange(order), Cancellation));
        _activity = () => ++looks > 0 ? new JsonDataConverter().Serialize(OrderProgress.Of(order)) : null;
        await _engine.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(OrderLifecycle),
            order.Id,
            new StartOrchestrationOptions(order.Id) { Version = OrchestrationVersion.Current },
            Cancellation);
        await _stores.Clock.DrainAsync();

        await Orders.ChangeAsync(order.Id, o => ShipmentTransitions.ConfirmDelivery(o, ScriptedSale.Start), Cancellation);
        await PassAsync(TimeSpan.FromHours(72) + TimeSpan.FromMinutes(59));
        await WatchAsync();
        Assert.Equal(1, looks);

        await PassAsync(TimeSpan.FromMinutes(1));
        await WatchAsync();
        Assert.Equal(2, looks);
    }

    [Fact]
    public async Task Refund_WhoseStartNeverRan_IsStarted()
    {
        await WriteAsync(ScriptedSale.Paid());
        await PassAsync(TimeSpan.FromDays(7));
        await Orders.ChangeAsync(ScriptedSale.OrderId, o => RefundDecisions.RefundUnshipped(o, _stores.Clock.GetUtcNow()), Cancellation);
        await PassAsync(TimeSpan.FromHours(1));
        await WatchAsync();
        Assert.NotNull(await InstanceAsync(Refund.Key(ScriptedSale.OrderId, 1)));
    }

    /// <summary>Every orchestration that an order may need, besides its own and refunds: what drives it, and when it is missed.</summary>
    public static TheoryData<string, string, double> Others() => new()
    {
        { "a request for a refund", OrderOrchestrations.RefundRequestId(ScriptedSale.OrderId, 1), 73 },
        { "a complaint", OrderOrchestrations.ComplaintId(ScriptedSale.OrderId, 1), 73 },
        { "a payout that is withheld", Payout.Key(ScriptedSale.OrderId, 1), 25 },
        { "a case won after the payout", Dispute.Key(ScriptedSale.OrderId, "PP-D-1"), 1 },
        { "tracking", OrderOrchestrations.TrackingId(ScriptedSale.OrderId, 1), 73 },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Orchestration_OfAnyKindThatNeverRan_IsStarted(string needs, string instance, double hours)
    {
        var order = Needing(needs);
        Assert.True(await Orders.CreateAsync(new OrderChange(order), Cancellation));
        if (order.DueAt is not null || order.CurrentPayout is null)
            await StartAsync(nameof(OrderLifecycle), ScriptedSale.OrderId);
        await PassAsync(TimeSpan.FromHours(hours) - TimeSpan.FromMinutes(1));
        await WatchAsync();
        Assert.Null(await InstanceAsync(instance));

        await PassAsync(TimeSpan.FromMinutes(1));
        await WatchAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await InstanceAsync(instance))!.RuntimeStatus);
    }

    [Fact]
    public async Task TrackingReport_ThatKeepsFailing_IsToldUntilTheProviderKnows()
    {
        var tracking = OrderOrchestrations.TrackingId(ScriptedSale.OrderId, 1);
        await WriteAsync(ScriptedSale.Shipped());
        await StartAsync(nameof(OrderLifecycle), ScriptedSale.OrderId);
        await StartAsync(nameof(TrackingReport), tracking);
        await PassAsync(TimeSpan.FromHours(73));
        await WatchAsync();
        Assert.Empty(await ItemsAsync());

        await PassAsync(TimeSpan.FromHours(1));
        await WatchAsync();
        Assert.Contains(tracking, Assert.Single(await ItemsAsync()).What, StringComparison.Ordinal);

        await Orders.ChangeAsync(ScriptedSale.OrderId, Told, Cancellation);
        await PassAsync(TimeSpan.FromHours(3));
        await WatchAsync();
        Assert.Empty(await ItemsAsync());
    }

    /// <summary>Every orchestration whose activity may keep failing while it runs (case 37), and when it is checked.</summary>
    public static TheoryData<string, string, string, double> Failing() => new()
    {
        { "a payment", nameof(OrderLifecycle), ScriptedSale.OrderId, 1 },
        { "a refund", nameof(RefundLifecycle), Refund.Key(ScriptedSale.OrderId, 1), 1 },
        { "a case", OrderOrchestrations.Dispute, Dispute.Key(ScriptedSale.OrderId, "PP-D-1"), 1 },
        { "a reserve", nameof(ReserveLifecycle), ScriptedSale.OrderId + "-reserve-1", 1 },
        { "a request for a refund", nameof(RefundRequestReminder), OrderOrchestrations.RefundRequestId(ScriptedSale.OrderId, 1), 73 },
        { "a complaint", nameof(ComplaintReminder), OrderOrchestrations.ComplaintId(ScriptedSale.OrderId, 1), 73 },
        { "a payout that is withheld", nameof(PayoutFollowUp), Payout.Key(ScriptedSale.OrderId, 1), 25 },
    };

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task Activity_ThatKeepsFailingWhileItsOrchestrationRuns_IsTold(string needs, string name, string instance, double hours)
    {
        _activity = () => throw new InvalidOperationException("The provider is down.");
        Assert.True(await Orders.CreateAsync(new OrderChange(Needing(needs)), Cancellation));
        await StartAsync(name, instance);
        await PassAsync(TimeSpan.FromHours(hours));
        await WatchAsync();
        Assert.Empty(await ItemsAsync());

        await PassAsync(TimeSpan.FromHours(1));
        await WatchAsync();
        var item = Assert.Single(await ItemsAsync());
        Assert.Equal("order-stuck", item.Kind);
        Assert.Contains($"{instance} (its activity ", item.What, StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidOperationException), item.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refund_ThatPayPalKeepsPending_IsNobodysFault()
    {
        _activity = () => JsonSerializer.Serialize(RefundState.Pending);
        Assert.True(await Orders.CreateAsync(new OrderChange(Needing("a refund")), Cancellation));
        await StartAsync(nameof(RefundLifecycle), Refund.Key(ScriptedSale.OrderId, 1));
        for (var hour = 0; hour < 72; hour++)
        {
            await PassAsync(TimeSpan.FromHours(1));
            await WatchAsync();
        }

        Assert.Empty(await ItemsAsync());
    }

    [Fact]
    public async Task Order_FromBeforeThereWereDeadlines_IsWatchedFromItsNextChange()
    {
        await WriteFromBeforeAsync();
        await Orders.ChangeAsync(ScriptedSale.OrderId, o => PayoutTransitions.Block(o, "A question."), Cancellation);
        await PassAsync(TimeSpan.FromDays(7) + TimeSpan.FromHours(1));
        await WatchAsync();
        Assert.NotNull(await InstanceAsync(ScriptedSale.OrderId));
    }

    [Fact]
    public async Task Order_FromBeforeThereWereDeadlinesAndThatNothingChanges_IsFoundByTheNight()
    {
        await WriteFromBeforeAsync();
        var books = new SellerOrderIndex(_stores.Tables, _stores.Clock);
        await _stores.Tables.Indexes.UpsertEntityAsync(
            new TableEntity($"open-{ScriptedSale.SellerId}", ScriptedSale.OrderId),
            cancellationToken: Cancellation);
        await new FindForgottenDebts(
            books, new MovementIndex(_stores.Tables), new DebtIndex(_stores.Tables), Orders, _stores.Tables, _stores.Clock,
            NullLogger<FindForgottenDebts>.Instance).RunAsync(new HashSet<string>(), Cancellation);
        await PassAsync(TimeSpan.FromDays(7) + TimeSpan.FromHours(1));
        await WatchAsync();
        Assert.NotNull(await InstanceAsync(ScriptedSale.OrderId));
    }

    [Fact]
    public async Task Hold_ThatIsBlocked_IsNobodysFault()
    {
        await WriteAsync(ScriptedSale.Shipped().Did(Told));
        await StartAsync(nameof(OrderLifecycle), ScriptedSale.OrderId);
        var first = (await InstanceAsync(ScriptedSale.OrderId))!.CreatedAt;
        for (var day = 0; day < 10; day++)
        {
            await PassAsync(TimeSpan.FromDays(1));
            await WatchAsync();
        }

        Assert.Empty(await ItemsAsync());
        Assert.Equal(first, (await InstanceAsync(ScriptedSale.OrderId))!.CreatedAt);
    }

    [Fact]
    public async Task Look_CostsByWhatIsDue()
    {
        for (var i = 0; i < 40; i++)
            await WriteAsync(ScriptedSale.Paid(), $"ord-{i}");
        var requests = 0;
        await PassAsync(TimeSpan.FromDays(6));
        await Watchdog(_stores.DyingAfter(3, () => requests++)).RunAsync(new TimerInfo(), _engine.Client, Cancellation);
        Assert.Equal(0, requests);
    }

    Task<OrchestratorResponse> IDurableFunctions.ReplayAsync(string name, OrchestratorRequest request) =>
        Task.FromResult(OrchestratorReplay.Default.Run(request, context => RunAsync(name, context)));

    private async Task<object?> RunAsync(string name, TaskOrchestrationContext context)
    {
        if (_activity is null)
            return await context.WaitForExternalEvent<string>("Never");
        await (name switch
        {
            nameof(OrderLifecycle) => OrderLifecycle.RunAsync(context),
            nameof(RefundLifecycle) => RefundLifecycle.RunAsync(context),
            OrderOrchestrations.Dispute => DisputeLifecycle.RunAsync(context),
            nameof(ReserveLifecycle) => ReserveLifecycle.RunAsync(context),
            nameof(RefundRequestReminder) => RefundRequestReminder.RunAsync(context),
            nameof(ComplaintReminder) => ComplaintReminder.RunAsync(context),
            _ => PayoutFollowUp.RunAsync(context),
        });
        return null;
    }

    Task<string?> IDurableFunctions.RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken ct) =>
        Task.FromResult(_activity!());

    /// <summary>Writes the order as stored by a version without deadlines.</summary>
    private async Task WriteFromBeforeAsync() =>
        await _stores.Tables.Orders.AddEntityAsync(
            Documents.ToRow(ScriptedSale.OrderId, OrderRows.State, ScriptedSale.Paid().Order),
            Cancellation);

    private static Decision Told(Order order) =>
        TrackingTransitions.Told(order, order.Shipments[0].Id, ReportedTracking.WantedFor(order, order.Shipments[0]));

    private static Order Needing(string what)
    {
        var (paid, paidOut) = (ScriptedSale.Paid().Order, ScriptedSale.PaidOut().Did(Told).Order);
        return what switch
        {
            "a payment" => ScriptedSale.Pending().Order,
            "a refund" => paid with { Refunds = [new(1, RefundState.Approved, RefundReason.Seller, paid.Total, ScriptedSale.Start)] },
            "a case" => paid with
            {
                Disputes = [new("PP-D-1", DisputeState.Open, paid.Total, ScriptedSale.Start) { SeenAt = ScriptedSale.Start }],
            },
            "a reserve" => paidOut with { Reserve = new Reserve(new Money(1_00, "USD"), ScriptedSale.Start, 1) },
            "a request for a refund" => paid with
            {
                Refunds = [new(1, RefundState.Requested, RefundReason.Buyer, paid.Total, ScriptedSale.Start)],
            },
            "a complaint" => paid with { Complaints = [new(1, ComplaintState.Open, "It arrived broken.", ScriptedSale.Start)] },
            "a payout that is withheld" => paidOut with
            {
                Payouts = [paidOut.Payouts[0] with { State = PayoutState.Withheld, WithheldAt = ScriptedSale.Start }],
            },
            "a case won after the payout" => paidOut with
            {
                Payouts = [paidOut.Payouts[0] with { Amount = new Money(1_00, "USD") }],
                Disputes = [new("PP-D-1", DisputeState.Won, paidOut.Total, ScriptedSale.Start) { ResolvedAt = ScriptedSale.Start }],
            },
            _ => ScriptedSale.Shipped().Order,
        };
    }

    private OrderStore Orders => OrderStores.Of(_stores.Tables, _stores.Queues, _stores.Clock);

    private async Task WriteAsync(ScriptedSale sale, string id = ScriptedSale.OrderId) =>
        Assert.True(await Orders.CreateAsync(new OrderChange(sale.Order with { Id = id }), Cancellation));

    private async Task StartAsync(string name, string id)
    {
        await _engine.Client.ScheduleNewOrchestrationInstanceAsync(
            name,
            ScriptedSale.OrderId,
            new StartOrchestrationOptions(id),
            Cancellation);
        await _stores.Clock.DrainAsync();
    }

    private Task PassAsync(TimeSpan time) => _stores.Clock.AdvanceAsync(time);

    private async Task WatchAsync()
    {
        await Watchdog(_stores.Tables).RunAsync(new TimerInfo(), _engine.Client, Cancellation);
        await _stores.Clock.DrainAsync();
    }

    private WatchOrders Watchdog(ChatPayTables tables) =>
        new(
            new DeadlineIndex(tables, _stores.Clock),
            Orders,
            new SellerStore(tables, _stores.Clock),
            new OperatorAlerts(tables, _stores.Clock),
            _stores.Clock,
            NullLogger<WatchOrders>.Instance);

    private Task<OrchestrationMetadata?> InstanceAsync(string id) => _engine.Client.GetInstanceAsync(id, Cancellation);

    private Task<IReadOnlyList<OperatorAlert>> ItemsAsync() =>
        new OperatorAlerts(_stores.Tables, _stores.Clock).ListOpenAsync(Cancellation);
}
