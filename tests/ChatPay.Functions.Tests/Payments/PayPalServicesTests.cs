using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Providers.PayPal.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ChatPay.Functions.Tests.Payments;

public sealed class PayPalServicesTests
{
    [Fact]
    public void Composition_WithAllSettings_GivesClientAndVerifier()
    {
        using var services = Build(
            ("BaseUrl", "https://api-m.sandbox.paypal.com"), ("CertificateHosts:0", "http://127.0.0.1:5005"));

        Assert.NotNull(services.GetRequiredService<PayPalClient>());
        Assert.NotNull(services.GetRequiredService<PayPalWebhookVerifier>());
        Assert.Equal(["http://127.0.0.1:5005"], services.GetRequiredService<IOptions<PayPalOptions>>().Value.AllowedCertificateHosts);
    }

    [Fact]
    public void CertificateHosts_WithoutASetting_ArePayPals()
    {
        using var services = Build(("BaseUrl", "https://api-m.paypal.com"));

        Assert.Contains("api.paypal.com", services.GetRequiredService<IOptions<PayPalOptions>>().Value.AllowedCertificateHosts);
    }

    [Theory]
    [InlineData("BaseUrl", "http://api-m.paypal.com")]
    [InlineData("BaseUrl", "https://user@api-m.paypal.com")]
    [InlineData("ClientId", "")]
    [InlineData("ClientSecret", " ")]
    [InlineData("WebhookId", "")]
    [InlineData("MerchantId", "")]
    [InlineData("MerchantId", "partner@example.com")]
    [InlineData("CertificateHosts:0", "http://api.paypal.com")]
    [InlineData("TrustRootPem", "not a certificate")]
    public void Start_WithAWrongSetting_NamesIt(string key, string value)
    {
        using var services = Build(("BaseUrl", "https://api-m.paypal.com"), (key, value));

        var e = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("PayPal:" + key.Split(':')[0], e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret", e.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>
        {
            ["PayPal:ClientId"] = "client",
            ["PayPal:ClientSecret"] = "the-secret",
            ["PayPal:WebhookId"] = "WH-1",
            ["PayPal:MerchantId"] = "LCALMERCHANT2",
        };
        foreach (var (key, value) in settings) values["PayPal:" + key] = value;
        return new ServiceCollection()
            .AddSingleton<TimeProvider>(new FakeTimeProvider())
            .AddSingleton(new ChatPayTables(new TableServiceClient(new Uri("https://tables.example/"), new AzureSasCredential("sig=none"))))
            .AddPayPal(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
