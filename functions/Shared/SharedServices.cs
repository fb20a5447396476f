using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Functions.Shared.Abuse;
using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using ChatPay.Functions.Shared.Messaging;
using ChatPay.Functions.Shared.Secrets;
using ChatPay.Functions.Shared.Storage;
using ChatPay.Functions.Shared.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatPay.Functions.Shared;

/// <summary>Composition of what all features stand on. The Azure clients are plain singletons, made when they are first asked
/// for, so that a host can put others in their place (architecture.md, rule 11).</summary>
internal static class SharedServices
{
    /// <summary>Adds clock, ids, tables, queues, vault and authentication.</summary>
    public static IServiceCollection AddShared(this IServiceCollection services, IConfiguration configuration)
    {
#pragma warning disable RS0030 // The composition root: here the real clock gets its name.
        services.TryAddSingleton(TimeProvider.System);
#pragma warning restore RS0030
        services.AddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.AddSingleton(provider => Tables(configuration, provider));
        services.AddSingleton(provider => Vault(configuration, provider));
        services.AddSingleton(provider => Bus(configuration, provider));

        services.AddSingleton<Ids>();
        services.AddSingleton<ChatPayTables>();
        services.AddMetrics();
        services.AddSingleton<WebhookCounters>();
        services.AddSingleton<Queues>();
        services.AddSingleton<Patience>();
        services.AddSingleton<PatientConsumer>();
        services.AddSingleton<OrderedConsumer>();
        services.AddOptions<PublicAddress>()
            .Bind(configuration.GetSection("Public"))
            .PostConfigure(address =>
            {
                if (address.BaseUrl is not { IsAbsoluteUri: true } && configuration["WEBSITE_HOSTNAME"] is { Length: > 0 } host)
                    address.BaseUrl = new Uri($"https://{host}/");
            })
            .Validate(
                address => address.BaseUrl is { IsAbsoluteUri: true } url && url.AbsoluteUri.EndsWith('/'),
                "Public:BaseUrl must be the absolute address at which this app is reached, with a slash at the end, such as https://pay.example.com/.")
            .ValidateOnStart();
        services.AddSingleton<SecretVault>();
        services.AddSingleton<LinkSigner>();
        services.AddSingleton<AddressKeys>();
        services.AddSingleton<DueDays>();
        services.AddOptions<RateLimits>().Bind(configuration.GetSection(nameof(RateLimits))).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CallLimiters>();
        services.AddSingleton(_ => new WebhookBodies());
        services.AddHostedService<CreateTables>();
        return services.AddAuth(configuration);
    }

    private static TableServiceClient Tables(IConfiguration configuration, IServiceProvider provider) =>
        configuration["Tables:ConnectionString"] is { Length: > 0 } connection
            ? new TableServiceClient(connection)
            : new TableServiceClient(Address(configuration, "Tables:Endpoint"), provider.GetRequiredService<TokenCredential>());

    private static SecretClient Vault(IConfiguration configuration, IServiceProvider provider) =>
        new(Address(configuration, "KeyVault:Uri"), provider.GetRequiredService<TokenCredential>());

    private static ServiceBusClient Bus(IConfiguration configuration, IServiceProvider provider) =>
        configuration[Queues.Connection] is { Length: > 0 } connection
            ? new ServiceBusClient(connection)
            : new ServiceBusClient(Required(configuration, $"{Queues.Connection}:fullyQualifiedNamespace"), provider.GetRequiredService<TokenCredential>());

    private static Uri Address(IConfiguration configuration, string setting) =>
        Uri.TryCreate(Required(configuration, setting), UriKind.Absolute, out var address)
            ? address
            : throw new InvalidOperationException($"The setting {setting} must be an absolute address such as https://name.example.net.");

    private static string Required(IConfiguration configuration, string setting) =>
        configuration[setting] is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"The setting {setting} is missing (as an environment variable: {setting.Replace(":", "__", StringComparison.Ordinal)}).");
}
