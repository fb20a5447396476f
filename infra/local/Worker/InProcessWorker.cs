using ChatPay.Local.Worker.Protocol;
using ChatPay.Local.Worker.Settlement;

namespace ChatPay.Local.Worker;

/// <summary>
/// An official Functions worker in this process. Several can coexist, each with its own container and clock; a function sees its
/// caller's <see cref="AsyncLocal{T}"/> values.
/// </summary>
public sealed partial class InProcessWorker : IAsyncDisposable
{
    // The worker finds its app by the process's entry assembly and an environment variable, so workers start one at a time.
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <summary>The environment variable with the app's folder.</summary>
    internal const string AppFolder = "FUNCTIONS_APPLICATION_DIRECTORY";

    // The only place where all of the worker's builders look up whether to watch settings files.
    private const string WatchesSettings = "DOTNET_hostBuilder__reloadConfigOnChange";

    private readonly HostLink _link = new();
    private readonly HandOverServer _server = new();
    private readonly MessageSettlement _settlement = new();
    private readonly HostedApp _app;
    private readonly Func<string> _newInvocationId;
    private readonly Dictionary<string, WorkerFunction> _functions = new(StringComparer.OrdinalIgnoreCase);

    private InProcessWorker(InProcessWorkerOptions options)
    {
        _app = new HostedApp(options, _link, _server, _settlement);
        _newInvocationId = options.NewInvocationId ?? NewId;
    }

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Whether the app has a web application, without which no HTTP function can be called.</summary>
    public bool TakesRequests => _server.IsStarted;

    /// <summary>The functions that the worker reports, by name.</summary>
    public IReadOnlyDictionary<string, WorkerFunction> Functions => _functions;

    /// <summary>Runs the app's entry point, and loads all its functions.</summary>
    /// <exception cref="WorkerStartException">The app did not start, or one of its functions cannot be loaded.</exception>
    public static async Task<InProcessWorker> StartAsync(InProcessWorkerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var worker = new InProcessWorker(options);
        var folder = Path.GetDirectoryName(options.App.Location)!;
        await OneAtATime.WaitAsync();
        try
        {
            Environment.SetEnvironmentVariable(AppFolder, folder);
            // Watching a file means watching the current folder and everything below it, which may be a whole repository.
            Environment.SetEnvironmentVariable(WatchesSettings, "false");
            await worker._app.StartAsync();
            worker._app.ReadRoutes();
            await worker.LoadAsync(folder);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>Stops the app, without waiting for running invocations.</summary>
    public async ValueTask DisposeAsync() => await _app.StopAsync();

    private async Task LoadAsync(string folder)
    {
        var init = ProtocolMessage.New("WorkerInitRequest")
            .With("host_version", "4.0.0").With("worker_directory", folder).With("function_app_directory", folder);
        Require("start", await _link.AskAsync("worker_init_request", NewId(), init));
        var ask = ProtocolMessage.New("FunctionsMetadataRequest").With("function_app_directory", folder);
        var metadata = await _link.AskAsync("functions_metadata_request", NewId(), ask);
        Require("tell its functions", metadata);
        foreach (var one in metadata.Messages("function_metadata_results").ToList())
        {
            var function = new WorkerFunction(one);
            var load = ProtocolMessage.New("FunctionLoadRequest").With("function_id", function.Id).With("metadata", one);
            Require($"load the function {function.Name}", await _link.AskAsync("function_load_request", NewId(), load));
            if (!_functions.TryAdd(function.Name, function))
                throw new WorkerStartException($"There are two functions of the name {function.Name}.");
        }
    }

    internal static void Require(string what, ProtocolMessage answer)
    {
        if (answer.Message("result") is { } result && result.Number("status") != InvocationAnswer.Success)
        {
            var why = result.Message("exception")?.Text("message") ?? "it does not say why";
            throw new WorkerStartException($"The worker could not {what}: {why}");
        }
    }

#pragma warning disable RS0030 // Ids of requests within this process, never stored.
    private static string NewId() => Guid.NewGuid().ToString();
#pragma warning restore RS0030
}
