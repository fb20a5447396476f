using Microsoft.Extensions.Hosting;

namespace ChatPay.Local.Sdk;

/// <summary>The last hosted service of the app to start: hands it over to the platform.</summary>
internal sealed class PlatformWorker(ILocalHosting hosting, IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        hosting.Started(services);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
