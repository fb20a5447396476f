using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using ChatPay.Local.Worker.Protocol;
using ChatPay.Local.Worker.Settlement;
using Grpc.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Settlement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatPay.Local.Worker;

/// <summary>Runs the app's own entry point on a thread, and adds this process's services to its container through the events of
/// Microsoft.Extensions.Hosting, as <c>WebApplicationFactory</c> does.</summary>
internal sealed class HostedApp(InProcessWorkerOptions options, HostLink link, HandOverServer server, MessageSettlement settlement)
{
    private static readonly AsyncLocal<HostedApp?> Starting = new();
    private static int _listening;

    private readonly TaskCompletionSource _composed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IHost? _host;
    private IHostApplicationLifetime? _lifetime;
    private Assembly? _entryBefore;
    private Thread? _thread;

    public IServiceProvider Services => _host!.Services;

    /// <exception cref="WorkerStartException">The app did not start in time, or its entry point ended without running a host.</exception>
    public async Task StartAsync()
    {
        var main = options.Main ?? EntryPoint();
        Listen();

        _entryBefore = Assembly.GetEntryAssembly();
        try
        {
            Assembly.SetEntryAssembly(options.App);
            _thread = new Thread(() => Run(main)) { IsBackground = true, Name = "Functions worker" };
            _thread.UnsafeStart();
            await Within(Task.WhenAny(_composed.Task, _started.Task));
        }
        finally
        {
            Assembly.SetEntryAssembly(_entryBefore);
        }

        // An entry point that ends early completes both.
        await Within(Task.WhenAny(_started.Task, link.Connected));
        await Within(_started.Task);
    }

    /// <summary>Has the worker read its routes, which it does at the first request, from the folder that the environment names then.
    /// That folder has a host.json without comments, and nothing else of it.</summary>
    public void ReadRoutes()
    {
        if (Services.GetService<EndpointDataSource>() is not { } routes)
            return;
        var before = Environment.GetEnvironmentVariable(InProcessWorker.AppFolder);
        var folder = Directory.CreateTempSubdirectory("functions-host-");
        try
        {
            File.WriteAllText(
                Path.Combine(folder.FullName, "host.json"),
                JsonSerializer.Serialize(new { version = "2.0", extensions = new { http = new { routePrefix = options.RoutePrefix } } }));
            Environment.SetEnvironmentVariable(InProcessWorker.AppFolder, folder.FullName);
            _ = routes.Endpoints.Count;
        }
        finally
        {
            Environment.SetEnvironmentVariable(InProcessWorker.AppFolder, before);
            folder.Delete(recursive: true);
        }
    }

    public async Task StopAsync()
    {
        _lifetime?.StopApplication();
        if (_thread is not null)
            await _ended.Task;
    }

    private static void Listen()
    {
        if (Interlocked.Exchange(ref _listening, 1) == 1)
            return;
        DiagnosticListener.AllListeners.Subscribe(new Observer<DiagnosticListener>(listener =>
        {
            if (listener.Name == "Microsoft.Extensions.Hosting")
                listener.Subscribe(new Observer<KeyValuePair<string, object?>>(e => Starting.Value?.Observe(e.Key, e.Value)));
        }));
    }

    private void Observe(string name, object? value)
    {
        if (name == "HostBuilding")
        {
            ((IHostBuilder)value!).ConfigureServices((_, services) => Compose(services));
        }
        else if (name == "HostBuilt")
        {
            _host = (IHost)value!;
            _lifetime = _host.Services.GetRequiredService<IHostApplicationLifetime>();
            _lifetime.ApplicationStarted.Register(() => _started.TrySetResult());

            // Restored here, not in the code that waits: from now on the app must see the process unchanged.
            Assembly.SetEntryAssembly(_entryBefore);
            _composed.TrySetResult();
        }
    }

    private void Compose(IServiceCollection services)
    {
        Type[] own = [WorkerAssembly.ClientFactory, typeof(IServer), typeof(TimeProvider), typeof(IHostLifetime)];
        foreach (var descriptor in services.Where(d => own.Contains(d.ServiceType)).ToList())
            services.Remove(descriptor);
        services.AddSingleton(WorkerAssembly.ClientFactory, link.Factory);
        services.AddSingleton<IServer>(server);
        services.AddSingleton(options.Clock);
        services.AddSingleton<IHostLifetime, QuietLifetime>();
        services.AddSingleton(WorkerAssembly.DurableClientConverter, _ => new DurableClientConverter(options.DurableClient));
        services.AddKeyedSingleton<CallInvoker>(HostSettlement.Key, settlement);
        if (options.Logging is { } logging)
            services.AddLogging(logging);
        options.ReplaceServices?.Invoke(services);
    }

    private Action<string[]> EntryPoint()
    {
        var entry = options.App.EntryPoint
            ?? throw new WorkerStartException($"{options.App.GetName().Name} has no entry point, so it is not a Functions app.");
        return arguments =>
        {
            var result = entry.Invoke(
                null,
                BindingFlags.DoNotWrapExceptions,
                null,
                entry.GetParameters().Length == 0 ? null : [arguments],
                null);
            (result as Task)?.GetAwaiter().GetResult();
        };
    }

    private void Run(Action<string[]> main)
    {
        Starting.Value = this;
        try
        {
            // GrpcMaxMessageLength and similar arguments are required, although gRPC is not used.
            string[] arguments =
            [
                .. options
                    .Settings.Where(s => s.Value is not null)
                    .Select(s => $"--{s.Key.Replace("__", ":", StringComparison.Ordinal)}={s.Value}"),
                "--Functions:Worker:HostEndpoint=http://127.0.0.1:1",
                "--Functions:Worker:WorkerId=in-process",
                "--Functions:Worker:GrpcMaxMessageLength=67108864",
            ];
            main(arguments);
            _started.TrySetException(
                new WorkerStartException(
                    $"The entry point of {options.App.GetName().Name} ended without running a Functions host: end it with "
                        + "builder.Build().Run()."));
        }
#pragma warning disable CA1031 // Any exception during the start is the caller's.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _started.TrySetException(e);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

#pragma warning disable RS0030 // Real time: people wait for the start.
    private async Task Within(Task waiting)
    {
        try
        {
            await waiting.WaitAsync(options.StartTimeout, TimeProvider.System);
        }
        catch (TimeoutException e)
        {
            throw new WorkerStartException($"The app {options.App.GetName().Name} has not started within {options.StartTimeout}.", e);
        }
    }
#pragma warning restore RS0030

    private sealed class Observer<T>(Action<T> next) : IObserver<T>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(T value) => next(value);
    }

    /// <summary>Keeps the app from handling the signals of the process.</summary>
    private sealed class QuietLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
