using ChatPay.Local.Clock;
using ChatPay.Local.Tables;
using ChatPay.Local.Tests.Tables;

[assembly: AssemblyFixture(typeof(ThisTableService))]

namespace ChatPay.Local.Tests.Tables;

/// <summary>The platform's own table service.</summary>
public sealed class ThisTableService : TablesUnderTest
{
    private readonly LocalClock _clock = new();
    private TableService? _service;

    protected override async Task<string> StartAsync()
    {
        _service = await TableService.StartAsync(new TableServiceOptions
        {
            DataFile = Path.Combine(Folder.FullName, "tables.db"),
            Clock = _clock,
            Port = 0,
        });
        return _service.ConnectionString;
    }

    protected override async ValueTask StopAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
        _clock.Dispose();
    }
}
