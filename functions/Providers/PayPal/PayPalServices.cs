using ChatPay.Functions.Platform.Settings;
using ChatPay.Functions.Providers.PayPal.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>Registers PayPal's client and the verification of its webhooks.</summary>
public static class PayPalServices
{
    /// <summary>More than the largest page of payouts; a longer response counts as malformed.</summary>
    private const int MaxAnswerLength = 8 * 1024 * 1024;

    /// <summary>Adds <see cref="PayPalClient"/> and <see cref="PayPalWebhookVerifier"/>; needs a <see cref="TimeProvider"/> and
    /// the tables.</summary>
    public static IServiceCollection AddPayPal(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PayPalOptions>, PayPalOptionsValidator>());
        services.AddSettings<PayPalOptions>(configuration);

        // The pipeline's clock decides when an attempt times out, and a redirect would send the token elsewhere.
        services.AddHttpClient(PayPalTransport.ClientName, (provider, client) =>
            {
                client.BaseAddress = provider.GetRequiredService<IOptions<PayPalOptions>>().Value.BaseUrl;
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = MaxAnswerLength;
            })
            .ConfigurePrimaryHttpMessageHandler(Straight);
        services.AddHttpClient(PayPalCertificates.ClientName, client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = PayPalCertificates.MaxChainLength;
            })
            .ConfigurePrimaryHttpMessageHandler(Straight);

        services.AddSingleton<PayPalTransport>();
        services.AddSingleton<PayPalAccessTokens>();
        services.AddSingleton<PayPalClient>();
        services.AddSingleton<KnownCertificates>();
        services.AddSingleton<PayPalCertificates>();
        services.AddSingleton<PayPalWebhookVerifier>();
        return services;
    }

    private static SocketsHttpHandler Straight() => new() { AllowAutoRedirect = false, UseCookies = false };
}
