using ChatPay.Local.Clock;
using ChatPay.Local.Tables;

namespace ChatPay.Benchmarks.Tables;

/// <summary>Runs the platform's table service in its own process, like Azurite.</summary>
internal sealed class TableServiceProcess : IAsyncDisposable
{
    private readonly ChildService _service;

    private TableServiceProcess(ChildService service) => _service = service;

    public Uri Address => new(_service.Where);

    public int Id => _service.Id;

    public static async Task<TableServiceProcess> StartAsync(string folder) =>
        new(await ChildService.StartAsync("table-service", "--data", folder));

    /// <summary>Runs the service, in its process.</summary>
    public static async Task<int> ServeAsync(Arguments arguments)
    {
        using var clock = new LocalClock();
        await using var service = await TableService.StartAsync(
            new() { DataFile = Path.Combine(arguments.Text("data") ?? ".", "tables.db"), Clock = clock, Port = 0 });
        return await ChildService.ServeAsync(service.Address.AbsoluteUri);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}
