using System.Diagnostics;
using ChatPay.Local.Clock;
using ChatPay.Local.Tables;

namespace ChatPay.Benchmarks.Tables;

/// <summary>The platform's table service in a process of its own, as Azurite has one.</summary>
internal sealed class TableServiceProcess : IAsyncDisposable
{
    private readonly Process _process;

    private TableServiceProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    public static async Task<TableServiceProcess> StartAsync(string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { "table-service", "--data", folder })
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var address =
            await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The table service did not start.");
        return new TableServiceProcess(process, new Uri(address));
    }

    /// <summary>What runs in that process: says where it listens, and ends when its input does.</summary>
    public static async Task<int> ServeAsync(Arguments arguments)
    {
        using var clock = new LocalClock();
        await using var service = await TableService.StartAsync(
            new() { DataFile = Path.Combine(arguments.Text("data") ?? ".", "tables.db"), Clock = clock, Port = 0 });
        Console.WriteLine(service.Address);
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
