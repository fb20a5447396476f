using ChatPay.Local.Hosting.Management;
using ChatPay.Local.Web;
using ChatPay.Local.Worker;
using Microsoft.AspNetCore.Http;
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
    private readonly Invocations _invocations;
    private readonly Dictionary<string, TimerSchedule> _timers = new(StringComparer.OrdinalIgnoreCase);
    private InProcessWorker? _worker;
    private LoopbackServer? _server;
    private HttpTriggers? _http;
    private ServiceBusTriggers? _messages;
    private DurableRuntime? _durable;
    private ManagementApi? _management;

    private FunctionsHost(FunctionsHostOptions options)
    {
        _options = options;
        _invocations = new Invocations(options.Clock, options.DrainTimeout);
    }

    /// <summary>The base address of the HTTP functions, such as <c>http://127.0.0.1:7071/</c>, without the route prefix.</summary>
    public Uri Address => _server!.Address;

    /// <summary>The app's services, for tests and for the platform's own pages.</summary>
    public IServiceProvider Services => _worker!.Services;

    /// <summary>The access keys.</summary>
    public KeyRing Keys { get; private set; } = null!;

    /// <exception cref="PlatformException">A declaration of the app, host.json or a setting is wrong, or the port is in use.</exception>
    public static async Task<FunctionsHost> StartAsync(FunctionsHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        StrayExceptions.Watch();
        var hostJson = HostJson.Read(options.HostJsonFile);
        var settings = SettingNames.Configuration(options.Settings);
        var host = new FunctionsHost(options);
        try
        {
            host._worker = await LocalApp.StartAsync(options, hostJson, () => host._durable?.Client);
            await host.StartAsync(
                new FunctionCatalog(host._worker.Functions.Values, options.App, settings),
                host._worker,
                hostJson,
                settings);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Accepts no new work, lets running work end (<see cref="FunctionsHostOptions.DrainTimeout"/>), cancels the rest, and
    /// stops the app.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_invocations.Draining.IsCancellationRequested)
            return;
        _messages?.StopTaking();
        await _invocations.DrainAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        await (_messages?.StopAsync(_invocations.HaveEnded) ?? Task.CompletedTask);
        foreach (var timer in _timers.Values)
            await timer.DisposeAsync();
        if (_durable is not null)
            await _durable.Engine.DisposeAsync();
        if (_worker is not null)
            await _worker.DisposeAsync();
        _http?.Dispose();
        _invocations.Dispose();
    }

    private async Task StartAsync(FunctionCatalog catalog, InProcessWorker worker, HostJson hostJson, IConfiguration settings)
    {
        catalog.RequireServices(Services.GetRequiredService<IServiceProviderIsService>());
        if (catalog.With<HttpTriggerAttribute>().Any() && !worker.TakesRequests)
            throw new PlatformException("The app has HTTP functions: call builder.ConfigureFunctionsWebApplication() in its Program.cs.");
        Keys = KeyRing.Open(
            _options.KeyFile,
            catalog.With<HttpTriggerAttribute>().Where(f => f.Trigger.AuthLevel == AuthorizationLevel.Function).Select(f => f.Function.Name)
        );
        var keys = new FunctionKeys(Keys);

        var loggers = Services.GetRequiredService<ILoggerFactory>();
        var timeout = new FunctionTimeout(_options.Clock, hostJson.FunctionTimeout);
        var invoker = new FunctionInvoker(worker, loggers, _invocations, timeout) { Watch = _options.Watch, Hold = _options.Hold };
        _http = new HttpTriggers(catalog, hostJson, keys, invoker, _invocations, _options.Clock);
        AddTimers(catalog, settings, invoker);
        if (catalog.NeedsDurable)
            await StartDurableAsync(new DurableFunctions(catalog, invoker, _invocations), keys, hostJson);

        _messages = new ServiceBusTriggers(invoker, hostJson, settings, _invocations.Stopping);
        var byHand = RunsByHand.For(
            catalog,
            _timers,
            invoker,
            _options.Clock,
            _messages.SenderFor(_options.BusClient),
            _invocations.Stopping);
        var admin = new AdminCalls(catalog, keys, hostJson, byHand, _options.Clock);
        _server = await LoopbackServer.StartAsync(
            "function app",
            _options.Port,
            _options.Clock,
            context => Below(context, "/admin") ? admin.HandleAsync(context)
                : Below(context, ManagementApi.Root) && _management is { } management ? management.HandleAsync(context)
                : _http.HandleAsync(context),
            _options.Reserved,
            // A tunnel calls it by the tunnel's host name. Callers are identified by tokens and keys, so any name is accepted.
            isNamed: _ => true);
        _messages.Start(catalog, _options.Listen);
        foreach (var timer in _timers.Values)
            timer.Start();
    }

    private void AddTimers(FunctionCatalog catalog, IConfiguration settings, FunctionInvoker invoker)
    {
        var memory = new TimerMemory(_options.TimerFile);
        var wrong = new List<string>();
        foreach (var (function, trigger) in catalog.With<TimerTriggerAttribute>())
        {
            try
            {
                var expression = settings.Resolve(trigger.Schedule, function.Name);
                _timers.Add(function.Name, new TimerSchedule(function, trigger, expression, invoker, _options.Clock, memory, _invocations));
            }
            catch (PlatformException e)
            {
                wrong.Add(e.Message);
            }
        }

        if (wrong.Count > 0)
            throw new PlatformException(string.Join(Environment.NewLine, wrong));
    }

    private static bool Below(HttpContext context, string root) =>
        context.Request.Path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase);

    private async Task StartDurableAsync(DurableFunctions functions, FunctionKeys keys, HostJson hostJson)
    {
        var serializer = Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer!;
        if (_options.StartDurable is not { } start)
            throw new PlatformException("The app has durable functions, and this host was started without an engine.");
        _durable = await start(new DurableApp(functions, new WorkerDataConverter(serializer), Services.GetRequiredService<ILoggerFactory>())
        {
            MaxConcurrentActivities = hostJson.MaxConcurrentActivityFunctions,
            MaxConcurrentTurns = hostJson.MaxConcurrentOrchestratorFunctions,
            DefaultVersion = hostJson.DefaultVersion,
        });
        _management = new ManagementApi(keys, Keys, hostJson, functions, _durable, _options.Clock, _invocations.Stopping);
        functions.Open();
    }
}
