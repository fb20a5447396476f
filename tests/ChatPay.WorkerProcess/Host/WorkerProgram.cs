using System.Diagnostics;
using System.Globalization;
using System.Text;
using ChatPay.Journeys.Crash;

namespace ChatPay.WorkerProcess.Host;

/// <summary>A worker's process, started as by the Functions host. It always ends with this object.</summary>
internal sealed class WorkerProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _printed = new();

    /// <param name="app">The app's DLL.</param>
    /// <param name="host">The address of the host's gRPC services.</param>
    /// <param name="settings">The app's settings, as environment variables.</param>
    /// <param name="largestMessage">The maximum message size, in bytes.</param>
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

        // The environment of the tests' process is not the app's. CONTAINER_NAME is set on Azure, but also in other containers, where
        // the app would mistake this machine for Azure's.
        foreach (var name in start
                .Environment.Keys.Where(k => k.StartsWith("FUNCTIONS_", StringComparison.OrdinalIgnoreCase) || k == "CONTAINER_NAME")
                .ToList())
            start.Environment.Remove(name);
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = folder;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        // It lives for seconds: tiered PGO, spinning threads, and write protection of compiled code cost more than they gain. The
        // call count is hexadecimal.
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

    /// <summary>The output so far.</summary>
    public string Printed
    {
        get
        {
            lock (_printed)
                return _printed.ToString();
        }
    }

    /// <summary>Waits for the end of the process; returns its exit code.</summary>
    /// <exception cref="TimeoutException">The process has not ended in time.</exception>
    public async Task<int> EndedAsync(TimeSpan within)
    {
        await _process.WaitForExitAsync().WaitAsync(within);
        return _process.ExitCode;
    }

    /// <summary>Sends SIGTERM, like a service manager. Not on Windows, which has no signals.</summary>
    public void Terminate() => UnixSignal.Send(_process.Id, UnixSignal.Terminate);

    /// <summary>Pauses the process; whatever is sent to it waits. Not on Windows.</summary>
    public void Suspend() => UnixSignal.Send(_process.Id, UnixSignal.Stop);

    /// <summary>Resumes the process after <see cref="Suspend"/>.</summary>
    public void Resume() => UnixSignal.Send(_process.Id, UnixSignal.Continue);

    /// <summary>Kills the process.</summary>
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
