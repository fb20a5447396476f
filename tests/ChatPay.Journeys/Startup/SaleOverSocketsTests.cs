using ChatPay.Journeys.Crash;
using ChatPay.Local;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Startup;

/// <summary>A whole sale that uses Service Bus over AMQP and the vault over TLS, through the app's own official clients.</summary>
public sealed class SaleOverSocketsTests
{
    [Fact]
    public async Task Sale_ThroughTheOfficialClients_EndsWithTheSellersMoney()
    {
        using var data = new ScratchFolder();
        await using var platform = await LocalPlatform.StartAsync(new LocalPlatformOptions
        {
            DataFolder = data.Path,
            Port = 0,
            TablePort = 0,
            TimeScale = 0,
            OfficialClients = true,
        });
        using var sale = new Sale(platform);

        await sale.SignUpAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await sale.ShipAsync();
        await platform.Clock.AdvanceAsync(TimeSpan.FromHours(72), TestContext.Current.CancellationToken);
        await platform.Clock.AdvanceAsync(TimeSpan.FromHours(2), TestContext.Current.CancellationToken);

        Assert.Empty((await DemoVerdict.OfAsync(platform, sale)).Missing);
        Assert.Single(platform.PayPal.Payouts);
        Assert.All(platform.Bus.Queues, queue => Assert.Equal((0, 0), (queue.Locked, queue.DeadLettered)));
        Assert.NotNull(platform.Amqp);
    }
}
