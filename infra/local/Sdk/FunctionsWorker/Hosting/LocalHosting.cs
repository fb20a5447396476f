using Microsoft.Azure.Functions.Worker.Builder;

namespace ChatPay.Local.Sdk;

/// <summary>How the local platform gets hold of the app that it runs: it sets itself here, then calls the app's entry point.</summary>
internal static class LocalHosting
{
    private static readonly AsyncLocal<ILocalHosting?> Ambient = new();

    public static ILocalHosting? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }
}

/// <summary>What the platform does while an app is composed and started.</summary>
internal interface ILocalHosting
{
    /// <summary>In CreateBuilder: adds configuration.</summary>
    void Configure(FunctionsApplicationBuilder builder);

    /// <summary>At the start of Build: replaces services.</summary>
    void Complete(FunctionsApplicationBuilder builder);

    /// <summary>The app's own hosted services have started.</summary>
    void Started(IServiceProvider services);
}
