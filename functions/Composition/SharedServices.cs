using Azure.Core;
using Azure.Identity;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Idempotency;
using ChatPay.Functions.Platform.Limits;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Settings;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Platform.Telemetry;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Sale;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Composition;

/// <summary>Registers what all features depend on. The Azure clients are plain singletons, created on first use, so that a host can
/// replace them.</summary>
internal static class SharedServices
{
    /// <summary>Adds clock, ids, tables, queues, vault and authentication.</summary>
    public static IServiceCollection AddShared(this IServiceCollection services, IConfiguration configuration)
    {
#pragma warning disable RS0030 // The composition root: the only place that uses the real clock.
        services.TryAddSingleton(TimeProvider.System);
#pragma warning restore RS0030
        services.AddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.AddAzureClients(new AzureAddresses(configuration));

        services.AddSingleton<Ids>();
        services.AddSingleton<ChatPayTables>();
        services.AddMetrics();
        services.AddSingleton<WebhookCounters>();
        services.AddSingleton<Queues>();
        services.AddSingleton<OutageBackoff>();
        services.AddSingleton<RetryingConsumer>();
        services.AddSingleton<OrderedConsumer>();
        services.AddSettings<PublicAddress>(configuration)
            .PostConfigure(address =>
            {
                if (address.BaseUrl is not { IsAbsoluteUri: true } && configuration["WEBSITE_HOSTNAME"] is { Length: > 0 } host)
                    address.BaseUrl = new Uri($"https://{host}/");
            })
            .Validate(
                address => address.BaseUrl is { IsAbsoluteUri: true } url && url.AbsoluteUri.EndsWith('/'),
                "Public:BaseUrl must be the absolute address at which this app is reached, with a slash at the end, such as "
                    + "https://pay.example.com/."
            );
        services.AddSingleton<SecretVault>();
        services.AddSingleton<DeletedSecrets>();
        services.AddSingleton<LinkKeys>();
        services.AddSingleton<LinkSigner>();
        services.AddSingleton<AddressKeys>();
        services.AddSingleton<DueDays>();
        services.AddSingleton<AnswerStore>();
        services.AddSettings<RateLimits>(configuration);
        services.AddSingleton<CallLimiters>();
        foreach (var sender in new[] { WebhookBodies.OfPayPal, WebhookBodies.OfMeta })
            services.AddKeyedSingleton(sender, (provider, _) => new WebhookBodies(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(RoutePaths.Of(typeof(SharedServices).Assembly));
        services.AddSingleton(QueryRules.Of(typeof(SharedServices).Assembly));
        services.AddHostedService<CreateTables>();
        return services.AddAuth(configuration);
    }

    private static void AddAzureClients(this IServiceCollection services, AzureAddresses addresses)
    {
        services.AddOptions<AzureAddresses.Checked>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<AzureAddresses.Checked>>(addresses);
        services.AddSingleton(provider => addresses.Tables(provider.GetRequiredService<TokenCredential>()));
        services.AddSingleton(provider => addresses.Vault(provider.GetRequiredService<TokenCredential>()));
        services.AddSingleton(provider => addresses.Bus(provider.GetRequiredService<TokenCredential>()));
    }
}
