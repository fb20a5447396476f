using System.Security.Cryptography;
using Azure.Core.Serialization;
using ChatPay.Local.Web;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPay.Local.Hosting;

/// <summary>Runs a Functions app on this machine: its HTTP, timer, Service Bus and durable functions.</summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    private readonly FunctionsHostOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, TimerSchedule> _timers = new(StringComparer.OrdinalIgnoreCase);
    private readonly LocalApp _app;
    private LoopbackServer? _server;
    private ServiceBusTriggers? _messages;
    private DurableRuntime? _durable;

    private FunctionsHost(FunctionsHostOptions options, LocalApp app)
    {
        _options = options;
        _app = app;
    }

    /// <summary>Where the HTTP functions are, such as <c>http://127.0.0.1:7071/</c>; the route prefix follows.</summary>
    public Uri Address => _server!.Address;

    /// <summary>The app's services, for tests and for the platform's own pages.</summary>
    public IServiceProvider Services => _app.Services;

    /// <exception cref="PlatformException">Something in the app's declarations, in host.json or in the settings is wrong, or the port is in use.</exception>
    public static async Task<FunctionsHost> StartAsync(FunctionsHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var hostJson = HostJson.Read(options.HostJsonFile);
        var settings = SettingNames.Configuration(options.Settings);
        var catalog = new FunctionCatalog(options.App, options.Includes, settings);
        var host = new FunctionsHost(options, new LocalApp(options, hostJson, settings));
        try
        {
            await host._app.StartAsync();
            await host.StartAsync(catalog, hostJson, settings);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops taking work, waits for what runs, then stops the app.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        _messages?.Dispose();
        foreach (var timer in _timers.Values)
            await timer.DisposeAsync();
        if (_durable is not null)
            await _durable.Engine.DisposeAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task StartAsync(FunctionCatalog catalog, HostJson hostJson, IConfiguration settings)
    {
        catalog.RequireServices(Services.GetRequiredService<IServiceProviderIsService>());
        var serializer = Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer!;
        var surroundings = new Surroundings(serializer, () => _durable!.Client);
        var invoker = new FunctionInvoker(_app, surroundings, _options.NewInvocationId ?? RandomId);
        var keys = new FunctionKeys(_options.MasterKey, _options.FunctionKey);
        var http = new HttpTriggers(catalog, hostJson, keys, invoker, _stopping.Token);
        if (catalog.With<HttpTriggerAttribute>().Any() && !_app.Builder.IsWebApplication)
            throw new PlatformException("The app has HTTP functions: call builder.ConfigureFunctionsWebApplication() in its Program.cs.");

        var memory = new TimerMemory(_options.TimerFile);
        foreach (var (function, trigger) in catalog.With<TimerTriggerAttribute>())
        {
            var expression = settings.Resolve(trigger.Schedule, function.Name);
            _timers.Add(function.Name, new TimerSchedule(function, trigger, expression, invoker, _options.Clock, memory, _stopping.Token));
        }

        if (catalog.NeedsDurable)
            await StartDurableAsync(new DurableFunctions(catalog, invoker, serializer, _stopping.Token), serializer);
        var admin = new AdminCalls(catalog, keys, _timers);
        _server = await LoopbackServer.StartAsync("function app", _options.Port, _options.Clock, context =>
            context.Request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase) ? admin.HandleAsync(context) : http.HandleAsync(context));
        _messages = new ServiceBusTriggers(invoker, hostJson, settings);
        _messages.Start(catalog, _options.Subscribe, _options.BusClient);
        foreach (var timer in _timers.Values)
            timer.Start();
    }

    private async Task StartDurableAsync(DurableFunctions functions, ObjectSerializer serializer)
    {
        if (_options.StartDurable is not { } start)
            throw new PlatformException("The app has durable functions, and this host was started without an engine.");
        _durable = await start(new DurableApp(functions, new WorkerDataConverter(serializer), Services.GetRequiredService<ILoggerFactory>()));
        functions.Open();
    }

    private static string RandomId() => new Guid(RandomNumberGenerator.GetBytes(16)).ToString();
}
