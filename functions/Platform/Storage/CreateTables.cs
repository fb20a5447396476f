using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatPay.Functions.Platform.Storage;

/// <summary>Creates the missing tables, before the worker reports to its host that it is ready: the first invocation then finds
/// them.</summary>
internal sealed class CreateTables(IServiceProvider services) : IHostedLifecycleService
{
    // Resolved no sooner than here: this is constructed before the settings are validated, and without them there are no tables.
    public Task StartingAsync(CancellationToken cancellationToken) =>
        services.GetRequiredService<ChatPayTables>().EnsureAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
