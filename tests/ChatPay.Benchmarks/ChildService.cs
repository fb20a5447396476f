using System.Diagnostics;

namespace ChatPay.Benchmarks;

/// <summary>A server under load in a process of its own, so that its processor time is its own. It says where it listens in its first line,
/// and ends when its input does: on disposal, and when this process dies.</summary>
internal sealed class ChildService : IAsyncDisposable
{
    private readonly Process _process;

    private ChildService(Process process, string where)
    {
        _process = process;
        Where = where;
    }

    /// <summary>The first line.</summary>
    public string Where { get; }

    public int Id => _process.Id;

    /// <param name="arguments">The command of this program that serves, and its options.</param>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public static async Task<ChildService> StartAsync(params IReadOnlyList<string> arguments)
    {
        var process = ChildProcess.Start(arguments);
        var where = await process.StandardOutput.ReadLineAsync();
        return new ChildService(process, where ?? throw new InvalidOperationException($"'{arguments[0]}' did not start."));
    }

    /// <summary>In that process: says where it listens, and completes when it is to end.</summary>
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
