using Microsoft.Extensions.Hosting;

namespace ChatPay.Local.Sdk;

/// <summary>The platform starts and stops the app; the console does not.</summary>
internal sealed class PlatformLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
