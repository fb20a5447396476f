using System.Diagnostics;
using System.Globalization;
using System.Text;
using ChatPay.Journeys.Crash;

namespace ChatPay.WorkerProcess.Host;

/// <summary>A worker's process, started as the Functions host starts one. Whatever happens, it ends with this object.</summary>
internal sealed class WorkerProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _printed = new();

    /// <param name="app">The app's DLL.</param>
    /// <param name="host">Where the host's gRPC services are.</param>
    /// <param name="settings">The app's settings, as environment variables.</param>
    /// <param name="largestMessage">In bytes.</param>
    public WorkerProgram(string app, Uri host, IReadOnlyDictionary<string, string?> settings, int largestMessage)
    {
        var id = Guid.NewGuid().ToString();
        var largest = largestMessage.ToString(CultureInfo.InvariantCulture);
        var folder = Path.GetDirectoryName(app)!;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                app,
                "--host",
                host.Host,
                "--port",
                host.Port.ToString(CultureInfo.InvariantCulture),
                "--workerId",
                id,
                "--requestId",
                id,
                "--grpcMaxMessageLength",
                largest,
                "--functions-uri",
                host.AbsoluteUri,
                "--functions-worker-id",
                id,
                "--functions-request-id",
                id,
                "--functions-grpc-max-message-length",
                largest,
            },
        };

        // What the tests' own process was started with is not the app's. CONTAINER_NAME is set on Azure, and in other containers as well:
        // there the app would take this machine for Azure's.
        foreach (var name in start
                .Environment.Keys.Where(k => k.StartsWith("FUNCTIONS_", StringComparison.OrdinalIgnoreCase) || k == "CONTAINER_NAME")
                .ToList())
            start.Environment.Remove(name);
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = folder;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        // It lives for seconds: measuring code to compile it better later, spinning in the hope of work, and protecting the pages of
        // compiled code take more than they ever give back. The number of calls is hexadecimal.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCountThreshold"] = "3E8";
        start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has printed.</summary>
    public string Printed
    {
        get
        {
            lock (_printed)
                return _printed.ToString();
        }
    }

    /// <summary>Its exit code, once it has ended.</summary>
    /// <exception cref="TimeoutException">It has not ended in time.</exception>
    public async Task<int> EndedAsync(TimeSpan within)
    {
        await _process.WaitForExitAsync().WaitAsync(within);
        return _process.ExitCode;
    }

    /// <summary>Tells it to end, as a service manager does. Not on Windows, which has no signals.</summary>
    public void Terminate() => UnixSignal.Send(_process.Id, UnixSignal.Terminate);

    /// <summary>Makes it stand still; what is sent to it waits. Not on Windows.</summary>
    public void Suspend() => UnixSignal.Send(_process.Id, UnixSignal.Stop);

    /// <summary>Lets it go on after <see cref="Suspend"/>.</summary>
    public void Resume() => UnixSignal.Send(_process.Id, UnixSignal.Continue);

    /// <summary>Ends it at once.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        lock (_printed)
            _printed.AppendLine(line);
    }
}
