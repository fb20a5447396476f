using ChatPay.Journeys.Crash;
using ChatPay.Local;

namespace ChatPay.Journeys.Platform;

/// <summary>A platform of a test's own, with these settings: what it uses up is used up for no other test.</summary>
public abstract class PlatformOfItsOwn(IReadOnlyDictionary<string, string?> settings) : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();

    protected LocalPlatform Local { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Local = await LocalPlatform.StartAsync(new LocalPlatformOptions
    {
        DataFolder = _folder.Path,
        Port = 0,
        TablePort = 0,
        TimeScale = 0,
        Settings = settings,
    });

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Local.DisposeAsync();
        _folder.Dispose();
    }
}
