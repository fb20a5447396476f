using System.Text.Json;
using Azure.Data.Tables;
using ChatPay.Backup;
using ChatPay.Journeys.Platform;
using ChatPay.Local;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal.Payouts;

namespace ChatPay.Journeys.Crash;

/// <summary>Tables, queues and orchestrations are lost, and the tables are restored from an export. The vault is still there.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class RestoreTests : IAsyncLifetime
{
    private readonly ScratchFolder _data = new();
    private readonly ScratchFolder _files = new();
    private readonly int _port = FreePorts.Row(8);
    private LocalPlatform _platform = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _platform = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _platform.DisposeAsync();
        _data.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task Orders_OfTheExport_GoOnAndThoseSinceAreReported()
    {
        using var held = NewSale("held");
        await PayAsync(held);
        await held.ShipAsync();
        await _platform.Clock.AdvanceAsync(TimeSpan.FromHours(10));
        await new TableExport(Tables(), _platform.Clock).RunAsync(Export, Cancelled);
        using var later = NewSale("later");
        await PayAsync(later);

        await LoseAsync();
        await new TableImport(Tables(), _platform.Clock).RunAsync(Export, Cancelled);

        Assert.Equal("shipped", await held.StatusAsync());
        Assert.Equal(404, (await later.Seller.GetAsync($"orders/{later.OrderId}")).Status);

        // The watchdog starts the hold again, and nobody is paid before an operator has looked.
        await _platform.Clock.AdvanceAsync(TimeSpan.FromHours(80));
        Assert.Contains("payoutReleased", await held.EventsAsync());
        Assert.Empty(_platform.PayPal.Payouts);
        var alerts = Sale.Must(await held.Operator.GetAsync("ops/attention?limit=100"), 200).Body.GetProperty("items").EnumerateArray();
        Assert.Contains(
            alerts,
            alert => alert.GetProperty("kind").GetString() == "transaction-without-order"
                && alert.GetProperty("orderId").GetString() == later.OrderId);

        Sale.Must(await held.Operator.PutAsync("ops/payouts-pause", new { paused = false }), 200);
        await _platform.Clock.AdvanceAsync(TimeSpan.FromHours(4));
        Assert.Equal("paidOut", await held.StatusAsync());
        Assert.Single(_platform.PayPal.Payouts);
    }

    [Fact]
    public async Task Payout_SentSinceTheExport_IsNotSentAgain()
    {
        using var sale = NewSale("paid since");
        await PayAsync(sale);
        await sale.ShipAsync();
        await new TableExport(Tables(), _platform.Clock).RunAsync(Export, Cancelled);
        await _platform.Clock.AdvanceAsync(TimeSpan.FromHours(80));
        Assert.Equal("paidOut", await sale.StatusAsync());

        await LoseAsync();
        await new TableImport(Tables(), _platform.Clock).RunAsync(Export, Cancelled);

        // It is due again. The night finds PayPal's payout and blocks it, and the operator books it by PayPal's item.
        await _platform.Clock.AdvanceAsync(TimeSpan.FromHours(80));
        var item = Assert.Single(_platform.PayPal.Payouts);
        Assert.Equal(sale.OrderId, (await AlertAsync(sale, "payout-not-booked"))!.Value.GetProperty("orderId").GetString());
        Sale.Must(await sale.Operator.PutAsync("ops/payouts-pause", new { paused = false }), 200);
        await _platform.Clock.AdvanceAsync(TimeSpan.FromHours(4));
        Assert.Single(_platform.PayPal.Payouts);

        var paid = $"orders/{sale.OrderId}/payouts/1/paid-at-paypal";
        Assert.Equal(404, (await sale.Seller.PostAsync(paid, new { payPalItemId = item.Id }, "mine")).Status);
        var other = await sale.Operator.PostAsync(paid, new { payPalItemId = "ANOTHERITEM" }, "other");
        Assert.Equal((409, "payout-not-paid"), (other.Status, other["code"]));
        for (var i = 0; i < 2; i++)
            Sale.Must(await sale.Operator.PostAsync(paid, new { payPalItemId = item.Id }, "found"), 200);
        Assert.Null(await AlertAsync(sale, "payout-not-booked"));
        await _platform.Clock.AdvanceAsync(TimeSpan.FromHours(28));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Single(_platform.PayPal.Payouts);
        var book = await Book.OfAsync(sale);
        Assert.Equal((0, 0, 1), (book["held"], book["payable"], book.Count("payout found paid at the processor")));
        Assert.Null(await AlertAsync(sale, "payout-not-booked"));

        // It comes back later: that its batch is not known here does not hide it.
        await _platform.PayPal.SettlePayoutItemAsync(item.Id, new PayoutOutcome("REFUNDED"));
        await _platform.Clock.AdvanceAsync(TimeSpan.FromHours(52));
        Assert.NotNull(await AlertAsync(sale, "payout-returned"));
        Assert.Equal(-item.Amount, (await Book.OfAsync(sale))["payable"]);
    }

    /// <summary>The night books what was refunded since; before it, what is due is due in full.</summary>
    [Fact]
    public async Task Refund_MadeSinceTheExport_IsBookedBeforePayoutsResume()
    {
        using var sale = NewSale("refunded since");
        await PayAsync(sale);
        await sale.ShipAsync();
        await new TableExport(Tables(), _platform.Clock).RunAsync(Export, Cancelled);
        await _platform.Clock.AdvanceAsync(TimeSpan.FromHours(70));
        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", new { amount = Sale.Usd("20.00") }, "part"), 201);
        await _platform.Clock.DrainAsync();
        Assert.Single(_platform.PayPal.RefundsOf(sale));

        await LoseAsync();
        await new TableImport(Tables(), _platform.Clock).RunAsync(Export, Cancelled);

        await _platform.Clock.AdvanceAsync(TimeSpan.FromHours(8));
        Assert.Contains("payoutReleased", await sale.EventsAsync());
        Assert.True(_platform.Clock.GetUtcNow().Hour > 3);
        var early = await sale.Operator.PutAsync("ops/payouts-pause", new { paused = false });
        Assert.Equal((409, "restore-not-compared"), (early.Status, early["code"]));
        // Another reason does not make it forgotten.
        Sale.Must(await sale.Operator.PutAsync("ops/payouts-pause", new { paused = true, reason = "We look first." }), 200);
        early = await sale.Operator.PutAsync("ops/payouts-pause", new { paused = false });
        Assert.Equal((409, "restore-not-compared"), (early.Status, early["code"]));

        await _platform.Clock.AdvanceAsync(TimeSpan.FromHours(18));
        Sale.Must(await sale.Operator.PutAsync("ops/payouts-pause", new { paused = false }), 200);
        await _platform.Clock.AdvanceAsync(TimeSpan.FromHours(4));
        Assert.Equal("paidOut", await sale.StatusAsync());
        // What a sale without the refund pays is 52.11.
        Assert.Equal(32_11, Assert.Single(_platform.PayPal.Payouts).Amount);
    }

    private static async Task<JsonElement?> AlertAsync(Sale sale, string kind)
    {
        var open = Sale.Must(await sale.Operator.GetAsync("ops/attention?limit=100"), 200).Body.GetProperty("items").EnumerateArray();
        return open.Where(alert => alert.GetProperty("kind").GetString() == kind).Select(alert => (JsonElement?)alert).SingleOrDefault();
    }

    private string Export => Path.Combine(_files.Path, "export");

    private TableServiceClient Tables() => new(_platform.Tables.ConnectionString);

    private Sale NewSale(string name) => new(
        new SaleStage(
            new Uri($"http://127.0.0.1:{_port}/"),
            (subject, roles) => Task.FromResult(_platform.Identity.IssueToken(subject, roles)),
            () => _platform.Clock.DrainAsync()),
        name);

    private static async Task PayAsync(Sale sale)
    {
        await sale.SignUpAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
    }

    private async Task LoseAsync()
    {
        await _platform.DisposeAsync();
        foreach (var lost in new[] { "tables.db", "durable.db", "bus.db" }.SelectMany(file => Directory.GetFiles(_data.Path, file + "*")))
            File.Delete(lost);
        _platform = await StartAsync();
    }

    private Task<LocalPlatform> StartAsync() => LocalPlatform.StartAsync(
        new LocalPlatformOptions
        {
            DataFolder = _data.Path,
            Port = _port,
            TablePort = 0,
            TimeScale = 0,
            Start = JourneyPlatform.Start,
        });
}
