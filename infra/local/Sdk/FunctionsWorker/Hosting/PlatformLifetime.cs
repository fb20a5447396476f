using Microsoft.Extensions.Hosting;

namespace ChatPay.Local.Sdk;

/// <summary>The platform starts and stops the app; the console does not. Without a platform, says so and ends the process: before
/// the app's services are made, since these would complain about settings that only a platform has.</summary>
internal sealed class PlatformLifetime(ILocalHosting? hosting) : IHostLifetime
{
    public const string NoPlatform = "This build uses the local SDK: run it with 'dotnet run --project infra/local'.";

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        if (hosting is null)
        {
            Console.Error.WriteLine(NoPlatform);
            Environment.Exit(1);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
