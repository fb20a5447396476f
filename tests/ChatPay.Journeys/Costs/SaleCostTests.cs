using Azure.Data.Tables;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Costs;

/// <summary>The cost of a sale, and of an idle app: counted exactly, so that each change shows what it adds or saves.</summary>
[Collection(nameof(SaleCostTests))]
public sealed class SaleCostTests
{
    // Far from the sale.
    private const string Never = "0 0 0 1 1 *";

    // After the hold. PayPal's webhook closes the batch.
    private const string AfterTheHold = "0 0 10 5 3 *";

    private static readonly string[] Schedules =
    [
        "OrphanReplaySchedule", "DeadLetterSchedule", "DebtLimitSchedule", "ReconciliationSchedule", "InstagramRefreshSchedule",
        "AddressPurgeSchedule", "IdentitySchedule", "SecretSweepSchedule", "AddressKeySchedule", "LinkKeySchedule", "WatchdogSchedule",
    ];

    [Fact]
    public async Task A_sale_from_the_request_to_the_payout_costs_what_is_written_down()
    {
        var settings = Schedules.ToDictionary(name => name, _ => (string?)Never);
        settings["PayoutSweepSchedule"] = AfterTheHold;
        await using var platform = await MeteredPlatform.StartAsync(settings);
        await WarmUpAsync(platform);
        using var sale = new Sale(platform.Local, "cost");
        await platform.DoAsync(sale.SignUpAsync);
        await platform.DoAsync(sale.TalkAsync);

        var table = new CostTable();
        await platform.CountAsync(table, "request", () => sale.RequestPaymentAsync());
        Uri? approval = null;
        await platform.CountAsync(table, "checkout", async () => approval = await sale.CheckoutAsync());
        Uri? back = null;
        await platform.CountAsync(
            table, "approval and capture", async () => back = await platform.Local.PayPal.ApproveAsync(Sale.ProviderOrderOf(approval!)));
        using var browser = new Browser();
        await platform.CountAsync(table, "return page", () => browser.GetAsync(back!));
        await platform.CountAsync(table, "shipment", () => sale.ShipAsync());
        var shipped = platform.Clock.GetUtcNow();
        await platform.CountAsync(table, "hold", () => platform.Clock.AdvanceAsync(TimeSpan.FromHours(71)));
        await platform.CountAsync(table, "release", () => platform.Clock.AdvanceToAsync(shipped + TimeSpan.FromHours(72)));
        await platform.CountAsync(
            table, "payout and settlement", () => platform.Clock.AdvanceToAsync(new DateTimeOffset(2026, 3, 5, 11, 30, 0, TimeSpan.Zero)));

        var status = "";
        await platform.DoAsync(async () => status = await sale.StatusAsync());
        Assert.Equal("paidOut", status);
        await NothingIsLeftToTheSweepAsync(platform);
        Assert.Multiple(
            () => WrittenTable.MustBe("SALE.md", table.ToString()),
            () => WrittenTable.MustBe("PRICE.md", new PriceTable(table, MeteredPlatform.IsDurable).ToString()));
    }

    [Fact]
    public async Task A_day_on_which_nothing_happens_costs_what_is_written_down()
    {
        await using var platform = await MeteredPlatform.StartAsync();
        // The first nights catch up on the days before. No timer is due exactly at the start of the day.
        await platform.Clock.AdvanceAsync(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(5));

        var table = new CostTable();
        await platform.CountAsync(table, "a day", () => platform.Clock.AdvanceAsync(TimeSpan.FromDays(1) - MeteredPlatform.Rest));
        WrittenTable.MustBe("IDLE.md", table.ToString());
    }

    private static async Task NothingIsLeftToTheSweepAsync(MeteredPlatform platform)
    {
        var tables = new TableServiceClient(platform.Local.Tables.ConnectionString);
        var open = tables.GetTableClient("payoutbatches").QueryAsync<TableEntity>("RowKey ge 'open-' and RowKey lt 'open-~'");
        var due = tables.GetTableClient("duepayouts").QueryAsync<TableEntity>();
        await platform.DoAsync(async () => Assert.False(await open.AnyAsync() || await due.AnyAsync()));
    }

    // Keys and tokens are cached for a while, and each process records PayPal's certificate once: not every sale does.
    private static async Task WarmUpAsync(MeteredPlatform platform)
    {
        using var sale = new Sale(platform.Local, "before");
        await platform.DoAsync(sale.SignUpAsync);
        await platform.DoAsync(sale.TalkAsync);
        await platform.DoAsync(() => sale.RequestPaymentAsync());
        await platform.DoAsync(() => sale.CheckoutAsync());
        await platform.DoAsync(async () => Sale.Must(await sale.Buyer.PostAsync($"orders/{sale.OrderId}/decline"), 200));
        // PayPal only sends registered events. The first is about this seller's account.
        await platform.DoAsync(async () => Sale.Must(await sale.Operator.PutAsync("ops/paypal-webhook", new { }), 200));
        await platform.DoAsync(async () => Sale.Must(await sale.Seller.PostAsync("sellers/me/paypal-onboarding"), 200));
        await platform.DoAsync(() => platform.Local.PayPal.AgreeToReferralAsync(sale.SellerId, "MERCHANTWARM2"));
    }
}
