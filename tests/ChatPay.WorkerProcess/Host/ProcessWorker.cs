using System.Net;
using System.Text.Json.Nodes;
using ChatPay.Local.Worker;
using ChatPay.Local.Worker.Protocol;
using ChatPay.Local.Worker.Settlement;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatPay.WorkerProcess.Host;

/// <summary>An official Functions worker in its own process: started, called and ended as by the Functions host.</summary>
internal sealed partial class ProcessWorker : IAsyncDisposable
{
    private readonly ProcessWorkerOptions _options;
    private readonly EventStream _stream = new();
    private readonly MessageSettlement _settlement = new();
    private readonly Dictionary<string, WorkerFunction> _functions = new(StringComparer.OrdinalIgnoreCase);
    private readonly WebApplication _server;
    private readonly HttpMessageInvoker _http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
        });
    private WorkerProgram? _program;

    private ProcessWorker(ProcessWorkerOptions options)
    {
        _options = options;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(o => (o.MaxReceiveMessageSize, o.MaxSendMessageSize) = (options.LargestMessage, options.LargestMessage));
        builder.Services.AddHttpForwarder();
        _server = builder.Build();
        _server.MapGrpcService(_stream.Service());
        _server.MapGrpcService(SettlementService.Of(_settlement));
        if (options.Durable is { } durable)
            _server.MapGrpcService(durable);
    }

    /// <summary>The functions that the worker reports, by name.</summary>
    public IReadOnlyDictionary<string, WorkerFunction> Functions => _functions;

    /// <summary>The worker's capabilities, such as its version.</summary>
    public IReadOnlyDictionary<string, string> Capabilities { get; private set; } = new Dictionary<string, string>();

    /// <summary>The route prefix of its host.json.</summary>
    public string RoutePrefix
    {
        get
        {
            var file = Path.Combine(Path.GetDirectoryName(_options.App)!, "host.json");
            var host = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) : null;
            return host?["extensions"]?["http"]?["routePrefix"]?.GetValue<string>() ?? "api";
        }
    }

    public WorkerProgram Program => _program!;

    private Uri Address => new(_server.Urls.First());

    /// <summary>Starts the process, and has it load all its functions.</summary>
    /// <exception cref="WorkerStartException">The process has ended, does not answer, or cannot load one of its functions.</exception>
    public static async Task<ProcessWorker> StartAsync(ProcessWorkerOptions options)
    {
        var worker = new ProcessWorker(options);
        try
        {
            await worker.StartAsync();
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells the worker to end within a grace period.</summary>
    public void Terminate(TimeSpan grace) => _stream.Send("worker_terminate", "", ProtocolMessage.New("WorkerTerminate")
        .With("grace_period", Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(grace)));

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private async Task StartAsync()
    {
        await _server.StartAsync();

        // A worker that exceeds its own send limit fails silently, so it has none, and the limit is enforced on this side.
        _program = new WorkerProgram(_options.App, Address, _options.Settings, int.MaxValue);
        _ = WatchAsync(_program);
        try
        {
            await _stream.Connected.WaitAsync(_options.StartTimeout);
            await LoadAsync(Path.GetDirectoryName(_options.App)!);
        }
        catch (Exception e) when (e is TimeoutException or StreamEndedException or WorkerGoneException)
        {
            throw new WorkerStartException(
                $"{Path.GetFileName(_options.App)} has not started as a worker: "
                    + $"{(e is TimeoutException ? $"it has not connected within {_options.StartTimeout}." : e.Message)} It printed: "
                    + $"{_program.Printed}",
                e);
        }
    }

    private async Task WatchAsync(WorkerProgram program)
    {
        var code = await program.EndedAsync(Timeout.InfiniteTimeSpan);
        _stream.End(new StreamEndedException($"its process has ended with exit code {code}."));
    }

    private async Task LoadAsync(string folder)
    {
        var init = ProtocolMessage.New("WorkerInitRequest")
            .With("host_version", "4.0.0").With("worker_directory", folder).With("function_app_directory", folder);
        var begun = await _stream.AskAsync("worker_init_request", NewId(), init, "start", _options.StartTimeout);
        InProcessWorker.Require("start", begun);
        Capabilities = (IReadOnlyDictionary<string, string>)((IDictionary<string, string>)begun.Value("capabilities")).AsReadOnly();

        var ask = ProtocolMessage.New("FunctionsMetadataRequest").With("function_app_directory", folder);
        var metadata = await _stream.AskAsync("functions_metadata_request", NewId(), ask, "tell its functions", _options.StartTimeout);
        InProcessWorker.Require("tell its functions", metadata);
        foreach (var one in metadata.Messages("function_metadata_results").ToList())
        {
            var function = new WorkerFunction(one);
            var what = $"load the function {function.Name}";
            var load = ProtocolMessage.New("FunctionLoadRequest").With("function_id", function.Id).With("metadata", one);
            InProcessWorker.Require(what, await _stream.AskAsync("function_load_request", NewId(), load, what, _options.StartTimeout));
            _functions.Add(function.Name, function);
        }
    }

    private static string NewId() => Guid.NewGuid().ToString();
}
