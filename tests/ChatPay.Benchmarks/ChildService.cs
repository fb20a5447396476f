using System.Diagnostics;

namespace ChatPay.Benchmarks;

/// <summary>A server under load in its own process, so that its processor time is measured alone. It prints its address as the first
/// line, and ends when its input does: on disposal, and when this process dies.</summary>
internal sealed class ChildService : IAsyncDisposable
{
    private readonly Process _process;

    private ChildService(Process process, string where)
    {
        _process = process;
        Where = where;
    }

    /// <summary>The address, from the first line.</summary>
    public string Where { get; }

    public int Id => _process.Id;

    /// <param name="arguments">This program's command that serves, and its options.</param>
    /// <exception cref="InvalidOperationException">The process ended instead.</exception>
    public static async Task<ChildService> StartAsync(params IReadOnlyList<string> arguments)
    {
        var process = ChildProcess.Start(arguments);
        var where = await process.StandardOutput.ReadLineAsync();
        return new ChildService(process, where ?? throw new InvalidOperationException($"'{arguments[0]}' did not start."));
    }

    /// <summary>Runs in the child process: prints the address, and completes when the process is to end.</summary>
    public static async Task<int> ServeAsync(string where)
    {
        Console.WriteLine(where);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
