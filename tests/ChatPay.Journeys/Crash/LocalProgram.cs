using System.Diagnostics;
using System.Text;
using ChatPay.Local.Keys;

namespace ChatPay.Journeys.Crash;

/// <summary>A run of a real program of this build, started as from a terminal; its output is collected. Ends with the test, only this
/// process.</summary>
internal sealed class LocalProgram : IAsyncDisposable
{
    /// <summary>Far longer than anything here takes; only keeps a hung program from hanging the tests.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly List<(string Line, TaskCompletionSource Seen)> _awaited = [];
    private readonly Lock _gate = new();

    private LocalProgram(string file, IEnumerable<string> arguments, string folder)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(file, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
                Environment =
                {
                    // Each lives for seconds: call counting for tiered compilation and spinning threads cost more than they gain. So
                    // do write protection of compiled code, and generating RSA keys.
                    ["DOTNET_TieredPGO"] = "0",
                    ["DOTNET_TC_CallCountingDelayMs"] = "10000",
                    ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
                    ["DOTNET_EnableWriteXorExecute"] = "0",
                    [FirstKeys.FolderVariable] = Path.Combine(BuildFolder, "first-keys"),
                },
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, e) => Receive(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Receive(_errors, e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Output { get { lock (_gate) return _output.ToString(); } }

    public string Errors { get { lock (_gate) return _errors.ToString(); } }

    public bool IsRunning => !_process.HasExited;

    /// <summary>The output folder of the tests and the programs they start.</summary>
    public static string BuildFolder => AppContext.BaseDirectory;

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Starts a program of this build.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="dll">The program; the platform's when null.</param>
    public static LocalProgram Start(IEnumerable<string> arguments, string? dll = null) =>
        new(Dotnet, [dll ?? Path.Combine(BuildFolder, "ChatPay.Local.dll"), .. arguments], Path.GetTempPath());

    /// <summary>Runs the <c>dotnet</c> command itself.</summary>
    public static LocalProgram StartDotnet(string folder, params string[] arguments) => new(Dotnet, arguments, folder);

    /// <summary>Runs the program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var program = Start(arguments);
        return (await program.EndAsync(), program.Output, program.Errors);
    }

    /// <summary>Completes when the program has printed the line.</summary>
    /// <exception cref="InvalidOperationException">The program ended before, or did not print the line in time; the message contains
    /// its output.</exception>
    public async Task PrintedAsync(string line)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_output.ToString().Split('\n').Contains(line))
                return;
            _awaited.Add((line, seen));
        }

        using var enough = new CancellationTokenSource(Patience);
        var ended = _process.WaitForExitAsync(enough.Token);
        if (await Task.WhenAny(seen.Task, ended) != seen.Task && !seen.Task.IsCompleted)
            throw new InvalidOperationException($"The program has not printed '{line}': {Output}{Errors}");
    }

    /// <summary>Waits for the program to end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        using var enough = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(enough.Token);
        return _process.ExitCode;
    }

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    /// <summary>Stops it by SIGTERM, as a service manager does; skips the test on Windows, which has no such signal between
    /// processes.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(int signal = UnixSignal.Terminate)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows sends no signal to another process: Ctrl+C comes from a console.");
        UnixSignal.Send(Id, signal);
        return await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
            await KillAsync();
        _process.Dispose();
    }

    private void Receive(StringBuilder to, string? line)
    {
        if (line is null)
            return;
        lock (_gate)
        {
            to.Append(line).Append('\n');
            foreach (var (_, seen) in _awaited.Where(a => a.Line == line))
                seen.TrySetResult();
        }
    }
}
