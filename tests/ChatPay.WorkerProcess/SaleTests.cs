using ChatPay.Local;
using ChatPay.Local.Demo;
using ChatPay.WorkerProcess.Host;

namespace ChatPay.WorkerProcess;

/// <summary>A whole sale, from the first question to the seller's money, with the app in its own process: over gRPC to its host, AMQP
/// to Service Bus and TLS to its vault, through its unmodified official clients. The clock is the machine's: the hold lasts a second,
/// by the app's own setting for it.</summary>
public sealed class SaleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    [Fact]
    public async Task Sale_IsPlayedByTheProcess_WhichEndsWithZero()
    {
        var folder = Directory.CreateTempSubdirectory("chatpay-process-").FullName;
        await using (var services = await LocalServices.StartAsync(new LocalPlatformOptions
        {
            DataFolder = Path.Combine(folder, "services"),
            Port = 0,
            TablePort = 0,
            BusPort = 0,
            Settings = new Dictionary<string, string?> { ["OrderTerms:HoldWithTracking"] = "00:00:01" },
        }))
        await using (var host = await SmallHost.StartAsync(services, Path.Combine(folder, "durable.db")))
        {
            var stage = new SaleStage(
                services.App,
                (subject, roles) => Task.FromResult(services.Identity.IssueToken(subject, roles)),
                () => services.Clock.DrainAsync());
            using var sale = new Sale(stage);
            await sale.SignUpAsync();
            await sale.TalkAsync();
            await sale.RequestPaymentAsync();
            await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
            await UntilAsync(sale, "paid");
            await sale.ShipAsync();
            await UntilAsync(sale, "paidOut", () => host.Worker.RunTimerAsync("PayoutSweep"));

            var verdict = await DemoVerdict.OfAsync(
                sale,
                services.PayPal.Payouts,
                services.PayPal.Balance - services.Options.PayPalStartingBalance);
            Assert.Empty(verdict.Missing);
            Assert.Equal(0, await host.EndAsync(Patience));
        }

        Directory.Delete(folder, recursive: true);
    }

    // Polls: the process uses the machine's clock, and its background work cannot be awaited.
    private static async Task UntilAsync(Sale sale, string state, Func<Task>? meanwhile = null)
    {
        using var late = new CancellationTokenSource(Patience);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var found = await sale.StatusAsync();
        while (found != state)
        {
            Assert.False(late.IsCancellationRequested, $"The order is '{found}' and not '{state}'.");
            await (meanwhile?.Invoke() ?? Task.CompletedTask);
            await ticks.WaitForNextTickAsync(CancellationToken.None);
            found = await sale.StatusAsync();
        }
    }
}
