using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>The client against PayPal's own sandbox, for developers with an app there: set PAYPAL_SANDBOX_CLIENT_ID and
/// PAYPAL_SANDBOX_CLIENT_SECRET. Nothing is charged: no order is ever approved.</summary>
public sealed class PayPalSandboxTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateOrder_Repeated_IsOneOrderAtTheSandbox()
    {
        using var sandbox = Sandbox.Open();
        var key = sandbox.NewKey();
        var asked = new PayPalCheckout(
            key,
            key,
            "Blue mugs",
            [new("Blue mug", 2, new Money(24_00, "USD")), new("Shipping", 1, new Money(6_50, "USD"))],
            IsShipped: true,
            new Uri("https://example.com/return"),
            new Uri("https://example.com/cancel"));

        var made = await sandbox.Client.CreateOrderAsync(asked, key, Cancellation);
        var again = await sandbox.Client.CreateOrderAsync(asked, key, Cancellation);
        var read = await sandbox.Client.GetOrderAsync(made.Id, Cancellation);

        Assert.Equal((made.Id, made.Id), (again.Id, read.Id));
        Assert.Equal(new Money(54_50, "USD"), read.Unit!.Amount);
        Assert.NotNull(made.ApprovalUrl);
    }

    [Fact]
    public async Task Refund_OfACaptureThatIsNotThere_IsRefusedWithADebugId()
    {
        using var sandbox = Sandbox.Open();
        var refused = await Assert.ThrowsAsync<PayPalRefusedException>(
            () => sandbox.Client.RefundAsync("0XX00000XX000000X", new PayPalRefundRequest(), sandbox.NewKey(), Cancellation));
        Assert.False(string.IsNullOrEmpty(refused.DebugId));
    }

    [Fact]
    public async Task Webhooks_Listed_IsAnswered()
    {
        using var sandbox = Sandbox.Open();
        Assert.NotNull(await sandbox.Client.ListWebhooksAsync(Cancellation));
    }

    /// <summary>Its own composition root: the sandbox uses real time.</summary>
    private sealed class Sandbox(ServiceProvider services, TimeProvider time) : IDisposable
    {
        public PayPalClient Client { get; } = ClientOf(services, time);

        public string NewKey() => new Ids(time).New("tst");

        public static Sandbox Open()
        {
            var (id, secret) = (
                Environment.GetEnvironmentVariable("PAYPAL_SANDBOX_CLIENT_ID"),
                Environment.GetEnvironmentVariable("PAYPAL_SANDBOX_CLIENT_SECRET"));
            Assert.SkipWhen(
                string.IsNullOrEmpty(id) || string.IsNullOrEmpty(secret),
                "PAYPAL_SANDBOX_CLIENT_ID and PAYPAL_SANDBOX_CLIENT_SECRET are not set: PayPal's sandbox is not asked.");
            var services = new ServiceCollection().AddSingleton(
                Options.Create(new PayPalOptions { ClientId = id!, ClientSecret = secret! }));
            services.AddHttpClient(PayPalTransport.ClientName, http => http.BaseAddress = new Uri("https://api-m.sandbox.paypal.com"));
#pragma warning disable RS0030 // PayPal's clock is the real one.
            return new Sandbox(services.BuildServiceProvider(), TimeProvider.System);
#pragma warning restore RS0030
        }

        public void Dispose() => services.Dispose();

        private static PayPalClient ClientOf(ServiceProvider services, TimeProvider time)
        {
            var transport = new PayPalTransport(services.GetRequiredService<IHttpClientFactory>(), time);
            return new PayPalClient(
                transport,
                new PayPalAccessTokens(transport, services.GetRequiredService<IOptions<PayPalOptions>>(), time));
        }
    }
}
