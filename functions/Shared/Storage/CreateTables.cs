using Microsoft.Extensions.Hosting;

namespace ChatPay.Functions.Shared.Storage;

/// <summary>Makes missing tables when the app starts.</summary>
internal sealed class CreateTables(ChatPayTables tables) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => tables.EnsureAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
