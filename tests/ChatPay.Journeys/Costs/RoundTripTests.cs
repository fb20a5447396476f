using ChatPay.Journeys.Crash;
using ChatPay.Journeys.Platform;
using ChatPay.Local;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Costs;

/// <summary>The number of sequential table requests that the caller of each step waits for: each takes the same time on a clock that
/// otherwise stands still. Background work of the app may add one.</summary>
[Collection(nameof(SaleCostTests))]
public sealed class RoundTripTests
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task A_caller_waits_for_few_requests_in_a_row()
    {
        using var folder = new ScratchFolder();
        await using var platform = await LocalPlatform.StartAsync(new()
        {
            DataFolder = folder.Path,
            Port = 0,
            TablePort = 0,
            TimeScale = 0,
            Start = JourneyPlatform.Start,
        });
        platform.Tables.RoundTrip = RoundTrip;
        // The return page captures; the webhook would race it.
        platform.PayPal.WebhookUrl = null;
        using var browser = new Browser();
        // The first sale fetches keys and tokens, which are then cached.
        await SellAsync("first");
        var (request, checkout, paid, shipment) = await SellAsync("second");
        Assert.Multiple(
            () => Assert.InRange(request, 1, 8),
            () => Assert.InRange(checkout, 1, 12),
            () => Assert.InRange(paid, 1, 11),
            () => Assert.InRange(shipment, 1, 5));

        async Task<(int Request, int Checkout, int Paid, int Shipment)> SellAsync(string people)
        {
            using var sale = new Sale(platform, people);
            await InARowAsync(sale.SignUpAsync);
            await InARowAsync(sale.TalkAsync);
            var requested = await InARowAsync(() => sale.RequestPaymentAsync());
            Uri? approval = null;
            var begun = await InARowAsync(async () => approval = await sale.CheckoutAsync());
            var back = await platform.PayPal.ApproveAsync(Sale.ProviderOrderOf(approval!));
            var captured = await InARowAsync(() => browser.GetAsync(back!), rests: false);
            var shipped = await InARowAsync(() => sale.ShipAsync());
            return (requested, begun, captured, shipped);
        }

        async Task<int> InARowAsync(Func<Task> call, bool rests = true)
        {
            // Everything that the previous call caused has ended by then.
            if (rests)
                await platform.Clock.AdvanceAsync(TimeSpan.FromSeconds(40));
            var begun = platform.Clock.GetUtcNow();
            var under = call();
            while (!under.IsCompleted)
            {
                await platform.Clock.DrainAsync();
                // A timer due later is not what the caller waits for: the call is still in progress.
                if (!under.IsCompleted && platform.Clock.NextDue is { } due && due - platform.Clock.GetUtcNow() <= RoundTrip)
                    await platform.Clock.AdvanceToNextTimerAsync();
                await Task.Yield();
            }

            await under;
            return (int)((platform.Clock.GetUtcNow() - begun) / RoundTrip);
        }
    }
}
