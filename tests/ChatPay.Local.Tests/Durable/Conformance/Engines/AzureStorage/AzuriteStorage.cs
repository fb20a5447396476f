using ChatPay.Local.Tables.Azurite;
using ChatPay.Local.Tests.Durable.Conformance.Engines.AzureStorage;

[assembly: AssemblyFixture(typeof(AzuriteStorage))]

namespace ChatPay.Local.Tests.Durable.Conformance.Engines.AzureStorage;

/// <summary>Azurite's blobs, queues and tables, in one process for all tests, started by the first that needs it. Its tests are
/// skipped where it is not installed, except in CI.</summary>
public sealed class AzuriteStorage : IAsyncDisposable
{
    private static readonly Lazy<Task<AzuriteProcess>> Process = new(() => AzuriteProcess.StartAllServicesAsync(
        AzuritePackage.FindAllServices() ?? throw new InvalidOperationException(AzuritePackage.HowToInstall + "; in CI it must be.")));

    /// <summary>Why its tests are skipped; null when they run.</summary>
    internal static string? WhyNot => AzuritePackage.FindAllServices() is null && Environment.GetEnvironmentVariable("CI") != "true"
        ? AzuritePackage.HowToInstall + "."
        : null;

    internal static async Task<string> ConnectionStringAsync() => (await Process.Value).ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await AzureStorageTrial.StoppedAsync();
        if (Process.IsValueCreated)
            await (await Process.Value).DisposeAsync();
    }
}
