using Azure.Core;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Functions.Platform.Messaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Platform.Settings;

/// <summary>The addresses of tables, queues and the vault. Each has two settings of which one is needed: a connection string, or an
/// address that is accessed with the app's identity.</summary>
internal sealed class AzureAddresses(IConfiguration configuration) : IValidateOptions<AzureAddresses.Checked>
{
    /// <summary>Nothing is bound here; it exists to be validated.</summary>
    public sealed class Checked;

    private const string TablesConnection = "Tables:ConnectionString";
    private const string TablesEndpoint = "Tables:Endpoint";
    private const string VaultUri = "KeyVault:Uri";
    private const string Namespace = Queues.Connection + ":fullyQualifiedNamespace";

    /// <summary>The settings that the app needs to start; of those in one row, one is needed.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Required { get; } =
    [
        [TablesConnection, TablesEndpoint],
        [VaultUri],
        [Queues.Connection, Namespace],
    ];

    public TableServiceClient Tables(TokenCredential identity) =>
        Find(TablesConnection) is { } connection ? new(connection) : new(new Uri(configuration[TablesEndpoint]!), identity);

    public SecretClient Vault(TokenCredential identity) => DevelopmentVault.IsMeant(configuration)
        ? new(new Uri(configuration[VaultUri]!), DevelopmentVault.Credential(configuration), DevelopmentVault.Options(configuration))
        : new(new Uri(configuration[VaultUri]!), identity);

    public ServiceBusClient Bus(TokenCredential identity) =>
        Find(Queues.Connection) is { } connection ? new(connection) : new(configuration[Namespace], identity);

    public ValidateOptionsResult Validate(string? name, Checked options)
    {
        var missing = Required
            .Where(row => row.All(setting => Find(setting) is null))
            .Select(row =>
                $"{string.Join(" or ", row)} is missing (as an environment variable: {string.Join(" or ", row.Select(VariableOf))}).");
        var unresolved = Required
            .SelectMany(row => row)
            .Where(setting => KeyVaultReference.IsUnresolved(configuration[setting]))
            .Select(KeyVaultReference.Fault);
        var noAddress = new[] { TablesEndpoint, VaultUri }
            .Where(setting =>
                Find(setting) is { } value && !KeyVaultReference.IsUnresolved(value) && !Uri.TryCreate(value, UriKind.Absolute, out _))
            .Select(setting => $"{setting} must be an absolute address such as https://name.example.net/.");
        List<string> faults = [.. missing, .. unresolved, .. noAddress, .. DevelopmentVault.Faults(configuration, configuration[VaultUri])];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private string? Find(string setting) => string.IsNullOrWhiteSpace(configuration[setting]) ? null : configuration[setting];

    private static string VariableOf(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);
}
