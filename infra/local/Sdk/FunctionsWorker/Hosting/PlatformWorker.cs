using Microsoft.Extensions.Hosting;

namespace ChatPay.Local.Sdk;

/// <summary>The last hosted service of the app to start: hands it over to the platform.</summary>
internal sealed class PlatformWorker(ILocalHosting? hosting, IServiceProvider services) : IHostedService
{
    public const string NoPlatform = "This build uses the local SDK: run it with 'dotnet run --project infra/local'.";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (hosting is null)
        {
            Console.Error.WriteLine(NoPlatform);
            Environment.Exit(1);
        }

        hosting.Started(services);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
