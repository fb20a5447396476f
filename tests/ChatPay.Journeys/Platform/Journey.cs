using System.Runtime.CompilerServices;
using ChatPay.Local;
using ChatPay.Local.Clock;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal;

namespace ChatPay.Journeys.Platform;

/// <summary>The base class of journeys. After each journey, the invariants are checked for every order on its platform; a violation
/// is reported by the first journey after which it appears.</summary>
public abstract class Journey(JourneyPlatform platform) : IClassFixture<JourneyPlatform>, IAsyncLifetime
{
    private readonly List<Sale> _sales = [];

    protected LocalPlatform Local => platform.Local;

    protected LocalClock Clock => Local.Clock;

    protected PayPalSimulator PayPal => Local.PayPal;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var sale in _sales.Where(s => s.OrderId.Length > 0))
        {
            Ledgers.Print(await Book.OfAsync(sale), await sale.StatusAsync());
            await Stories.PrintAsync(sale, Local);
        }

        var broken = await Invariants.CheckAsync(Local);
        broken = [.. broken.Concat(platform.Differences.Distinct().Take(20)).Where(platform.IsNews)];
        Assert.True(broken.Count == 0, string.Join(Environment.NewLine, broken));
    }

    /// <summary>Creates people for the journey of this name, up to an active seller.</summary>
    internal async Task<Sale> SellerAsync([CallerMemberName] string name = "")
    {
        var sale = platform.NewSale(name);
        _sales.Add(sale);
        await sale.SignUpAsync();
        return sale;
    }

    /// <summary>Plays a sale up to a connected Instagram account.</summary>
    internal async Task<Sale> ConnectedAsync(string account, [CallerMemberName] string name = "")
    {
        var sale = await SellerAsync(name);
        await sale.ConnectInstagramAsync(account);
        return sale;
    }

    /// <summary>Plays a sale up to a payment request of 54.50 USD.</summary>
    internal async Task<Sale> RequestedAsync([CallerMemberName] string name = "")
    {
        var sale = await SellerAsync(name);
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        return sale;
    }

    /// <summary>Plays a sale up to the payment, through the browser.</summary>
    internal async Task<Sale> PaidAsync([CallerMemberName] string name = "")
    {
        var sale = await RequestedAsync(name);
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        Assert.Equal("paid", await sale.StatusAsync());
        return sale;
    }

    /// <summary>Plays a sale up to the shipment, with tracking.</summary>
    internal async Task<Sale> ShippedAsync([CallerMemberName] string name = "")
    {
        var sale = await PaidAsync(name);
        await sale.ShipAsync();
        Assert.Equal("shipped", await sale.StatusAsync());
        return sale;
    }

    /// <summary>Suppresses PayPal's webhooks until the result is disposed.</summary>
    protected IDisposable Deaf() => new Deafness(PayPal);

    /// <summary>Advances the clock.</summary>
    protected Task Pass(TimeSpan time) => Clock.AdvanceAsync(time);

    /// <summary>Completes calls that may themselves wait for the clock: a back-off, a time-out.</summary>
    protected async Task ToTheEndOf(Task calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        while (!calls.IsCompleted)
        {
            await Clock.DrainAsync();
            // Time must not pass while a call is in transit to the app; then no short timer is set.
            if (!calls.IsCompleted && Clock.NextDue is { } due && due - Clock.GetUtcNow() is { } wait && wait <= TimeSpan.FromMinutes(2))
                await Pass(wait);
            await Task.Yield();
        }

        await calls;
    }

    private sealed class Deafness : IDisposable
    {
        private readonly PayPalSimulator _payPal;
        private readonly Uri? _before;

        public Deafness(PayPalSimulator payPal)
        {
            _payPal = payPal;
            _before = payPal.WebhookUrl;
            // Nothing listens on this port, so every attempt fails at once.
            payPal.WebhookUrl = new Uri("http://127.0.0.1:1/");
        }

        public void Dispose() => _payPal.WebhookUrl = _before;
    }
}
