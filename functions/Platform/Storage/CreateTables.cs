using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatPay.Functions.Platform.Storage;

/// <summary>Makes the tables that are missing, before the worker tells its host that it is there: what the host sends then finds
/// them.</summary>
internal sealed class CreateTables(IServiceProvider services) : IHostedLifecycleService
{
    // Asked for no sooner than here: this is made before the settings have been checked, and without them there are no tables.
    public Task StartingAsync(CancellationToken cancellationToken) =>
        services.GetRequiredService<ChatPayTables>().EnsureAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
