using Azure.Data.Tables;
using ChatPay.Local.Clock;
using ChatPay.Local.Tables;
using ChatPay.Local.Tests.Tables;

[assembly: AssemblyFixture(typeof(TablesByACall))]

namespace ChatPay.Local.Tests.Tables;

/// <summary>The platform's own table service, called by the official client within its process, which the client must not
/// notice.</summary>
public sealed class TablesByACall : TablesUnderTest
{
    private readonly LocalClock _clock = new();
    private TableService? _service;

    public override async Task<TableServiceClient> ServiceAsync()
    {
        await ConnectionStringAsync();
        return _service!.CreateClient(FastToFail());
    }

    protected override async Task<string> StartAsync()
    {
        _service = await TableService.StartAsync(
            new() { DataFile = Path.Combine(Folder.FullName, "tables.db"), Clock = _clock, Port = 0 });
        return _service.ConnectionString;
    }

    protected override async ValueTask StopAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
        _clock.Dispose();
    }
}
