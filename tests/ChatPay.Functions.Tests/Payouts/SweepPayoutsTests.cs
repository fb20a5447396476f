using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Sellers;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Sellers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Payouts;

/// <summary>The sweep over the real table protocol, with a counting provider: each payout is made once, whatever runs
/// concurrently.</summary>
public sealed class SweepPayoutsTests : IAsyncLifetime
{
    private readonly PayoutProvider _provider = new();
    private LocalStores _stores = null!;
    private OrderStore _orders = null!;
    private SellerStore _sellers = null!;
    private DuePayouts _due = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stores = await LocalStores.StartAsync();
        _orders = OrderStores.Of(_stores.Tables, _stores.Queues, _stores.Clock);
        _sellers = new SellerStore(_stores.Tables, _stores.Clock);
        _due = new DuePayouts(_stores.Tables);
        await _sellers.CreateAsync(
            SellerFacts.Active(ScriptedSale.SellerId, ScriptedSale.Start),
            Cancellation);
        await _stores.Clock.AdvanceAsync(TimeSpan.FromHours(72), Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _provider.Dispose();
        await _stores.DisposeAsync();
    }

    [Fact]
    public async Task Sweeps_EightAtOnceOverFiftyOrders_PayEachOnce()
    {
        await DueAsync(50);
        var submitted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Sweep().RunAsync(Cancellation)));
        await RunUntilAllArePaidAsync(50);

        Assert.Equal(50, submitted.Sum());
        Assert.Equal(Ids(50), _provider.ItemIds.Order());
        Assert.Equal(_provider.Accepted.Count, _provider.Accepted.Select(b => b.BatchId).Distinct().Count());
        await AllAreRightAsync(50, PayoutState.Paid);
    }

    [Fact]
    public async Task Sweep_Repeated_FindsNothingMore()
    {
        await DueAsync(3);
        Assert.Equal(3, await Sweep().RunAsync(Cancellation));
        Assert.Equal(0, await Sweep().RunAsync(Cancellation));
        Assert.Equal(0, await Sweep().RunAsync(Cancellation));
        Assert.Equal(1, _provider.Calls);
        await AllAreRightAsync(3, PayoutState.Paid);
    }

    [Fact]
    public async Task Sweep_AnswerLost_AdoptsTheBatchThatWasMade()
    {
        await DueAsync(3);
        _provider.LosesAnswers = true;
        await Sweep().RunAsync(Cancellation);
        await AllAreRightAsync(3, PayoutState.Submitting);

        _provider.LosesAnswers = false;
        await _stores.Clock.AdvanceAsync(TimeSpan.FromHours(1), Cancellation);
        await RunUntilAllArePaidAsync(3);
        Assert.Equal(Ids(3), _provider.ItemIds.Order());
        await AllAreRightAsync(3, PayoutState.Paid);
    }

    [Fact]
    public async Task Sweep_BalanceEmpty_PaysEachOnceWhenItIsFilled()
    {
        await DueAsync(3);
        _provider.Refuse = PayoutProvider.NoFunds;
        await Sweep().RunAsync(Cancellation);
        Assert.Empty(_provider.Accepted);

        _provider.Refuse = () => null;
        await RunUntilAllArePaidAsync(3);
        Assert.Equal(Ids(3), _provider.ItemIds.Order());
        await AllAreRightAsync(3, PayoutState.Paid);
    }

    [Fact]
    public async Task Sweep_OneItemFails_PaysTheOthers()
    {
        await DueAsync(3);
        _provider.StatusOf = id => id == Payout.Key("ord-001", 1) ? PayPalPayoutItemStatus.Failed : PayPalPayoutItemStatus.Success;
        for (var i = 0; i < 3; i++)
            await Sweep().RunAsync(Cancellation);
        Assert.Equal(1, _provider.Calls);
        Assert.Equal(
            [PayoutState.Paid, PayoutState.FailedPermanent, PayoutState.Paid],
            (await AllAsync(3)).Select(o => o.CurrentPayout!.State));
    }

    [Fact]
    public async Task Sweep_SellerRestricted_PaysNothingUntilTheLift()
    {
        await DueAsync(2);
        await _sellers.ChangeAsync(ScriptedSale.SellerId, s => SellerTransitions.Restrict(s, "look", ScriptedSale.Start), Cancellation);
        Assert.Equal(0, await Sweep().RunAsync(Cancellation));
        Assert.Equal(0, _provider.Calls);
        await _sellers.ChangeAsync(ScriptedSale.SellerId, s => SellerTransitions.LiftRestriction(s, ScriptedSale.Start), Cancellation);
        Assert.Equal(2, await Sweep().RunAsync(Cancellation));
    }

    [Fact]
    public async Task Sweep_MarkTakenBackMeanwhile_PaysTheOthers()
    {
        await DueAsync(2);
        await _orders.ChangeAsync("ord-000", o => ShipmentTransitions.Unmark(o, "shp-1", _stores.Clock.GetUtcNow()), Cancellation);
        Assert.Equal(1, await Sweep().RunAsync(Cancellation));
        Assert.Equal([Payout.Key("ord-001", 1)], _provider.ItemIds);
    }

    [Fact]
    public async Task Sweep_RefusedWhileAnothersCallIsOnItsWay_PaysEachOnce()
    {
        // The balance is filled between the two calls of one batch: the slow one arrives last and is accepted.
        await DueAsync(2);
        var slow = new TaskCompletionSource();
        var onItsWay = new TaskCompletionSource();
        _provider.Arrives = () =>
        {
            _provider.Arrives = () => Task.CompletedTask;
            onItsWay.SetResult();
            return slow.Task;
        };
        var first = Sweep().RunAsync(Cancellation);
        await onItsWay.Task;
        _provider.Refuse = PayoutProvider.NoFunds;
        await Sweep().RunAsync(Cancellation);
        _provider.Refuse = () => null;
        slow.SetResult();
        await first;

        await RunUntilAllArePaidAsync(2);
        Assert.Equal(Ids(2), _provider.ItemIds.Order());
        await AllAreRightAsync(2, PayoutState.Paid);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sweep_DiesBeforeAnyOfItsWrites_PaysEachOnce(bool refusedAtFirst)
    {
        for (var (requests, died) = (0, true); died; requests++)
        {
            var from = requests * 2;
            await DueAsync(2, from);
            _provider.Refuse = refusedAtFirst ? PayoutProvider.NoFunds : () => null;
            died = false;
            await RunAsync(Sweep(_stores.DyingAfter(requests, () => died = true)));
            _provider.Refuse = () => null;
            await _stores.Clock.AdvanceAsync(TimeSpan.FromHours(1), Cancellation);

            await RunUntilAllArePaidAsync(2, from);
            Assert.True(
                Ids(2, from).SequenceEqual(_provider.ItemIds.Skip(from).Order()),
                $"After {requests} requests: {string.Join(", ", _provider.ItemIds.Skip(from))}");
            await AllAreRightAsync(2, PayoutState.Paid, from);
        }

        static async Task RunAsync(SweepPayouts sweep)
        {
            try
            {
                await sweep.RunAsync(Cancellation);
            }
            catch (LocalStores.DeathException)
            {
                // The next sweep finishes what this one began.
            }
        }
    }

    private SweepPayouts Sweep(ChatPayTables? tables = null)
    {
        // Like a separate instance: only the tables and the provider are shared.
        var clock = _stores.Clock;
        var transport = new PayPalTransport(_provider, new ImpatientClock());
        var payPal = new PayPalClient(
            transport,
            new PayPalAccessTokens(transport, Options.Create(new PayPalOptions { ClientId = "c", ClientSecret = "s" }), clock));
        tables ??= _stores.Tables;
        var (batches, orders) = (new PayoutBatches(tables, clock), OrderStores.Of(tables, _stores.Queues, clock));
        return Batches
            .PayoutInstance.Compose(
                tables,
                new DuePayouts(tables),
                batches,
                new PayoutsPauseStore(tables),
                orders,
                new SellerStore(tables, clock),
                payPal,
                new OperatorAlerts(tables, clock),
                new DebtIndex(tables),
                clock,
                NullLoggerFactory.Instance)
            .Sweep;
    }

    /// <summary>Orders whose payout has just been released.</summary>
    private Task DueAsync(int count, int from = 0) =>
        Task.WhenAll(
            Enumerable
                .Range(from, count)
                .Select(async i =>
                {
                    var released = ScriptedSale.Released();
                    var order = released.Order with { Id = Id(i) };
                    await _due.AddAsync(order.Id, 1, released.Now, Cancellation);
                    var ledger = released.Ledger.Select(t => new LedgerTransaction(
                        t.Id.Replace(ScriptedSale.OrderId, order.Id, StringComparison.Ordinal),
                        t.What,
                        t.At,
                        t.Postings));
                    Assert.True(await _orders.CreateAsync(new OrderChange(order) { Ledger = [.. ledger] }, Cancellation));
                }));

    private async Task RunUntilAllArePaidAsync(int count, int from = 0)
    {
        for (var i = 0; i < 10; i++)
        {
            await Sweep().RunAsync(Cancellation);
            if ((await AllAsync(count, from)).All(o => o.CurrentPayout!.State == PayoutState.Paid))
                return;
        }

        Assert.Fail(
            "Ten sweeps later not everyone is paid: "
                + string.Join(", ", (await AllAsync(count, from)).CountBy(o => o.CurrentPayout!.State)));
    }

    private async Task AllAreRightAsync(int count, PayoutState state, int from = 0)
    {
        foreach (var order in await AllAsync(count, from))
        {
            Assert.Equal(state, order.CurrentPayout!.State);
            Assert.Empty(LedgerInvariants.Broken(order, await _orders.LedgerAsync(order.Id, Cancellation)));
        }
    }

    private async Task<IReadOnlyList<Order>> AllAsync(int count, int from = 0) =>
        [.. (await Task.WhenAll(Enumerable.Range(from, count).Select(i => _orders.GetAsync(Id(i), Cancellation)))).Select(s => s.Order)];

    private static IEnumerable<string> Ids(int count, int from = 0) => Enumerable.Range(from, count).Select(i => Payout.Key(Id(i), 1));

    private static string Id(int i) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"ord-{i:D3}");
}
