using System.Text.Json;
using ChatPay.Local;

namespace ChatPay.Benchmarks.Http;

/// <summary>The addresses of a platform in another process.</summary>
/// <param name="App">The address of the app's HTTP functions.</param>
/// <param name="Authority">The token issuer's name and address.</param>
internal sealed record PlatformAddresses(Uri App, string Authority);

/// <summary>Runs the whole platform in its own process: app, engine, queues, tables, issuer, simulators.</summary>
internal sealed class PlatformProcess : IAsyncDisposable
{
    /// <summary>The value of the storage that selects the platform's own tables, over a socket.</summary>
    public const string OverSocket = "socket";

    private readonly ChildService _service;

    private PlatformProcess(ChildService service) => _service = service;

    public int Id => _service.Id;

    public PlatformAddresses Addresses => JsonSerializer.Deserialize<PlatformAddresses>(_service.Where)!;

    /// <param name="folder">The data folder.</param>
    /// <param name="storage">As <see cref="LocalPlatformOptions.Storage"/>, or <see cref="OverSocket"/>.</param>
    /// <param name="roundTrip">As <see cref="LocalPlatformOptions.TableRoundTrip"/>.</param>
    public static async Task<PlatformProcess> StartAsync(string folder, string? storage = null, TimeSpan roundTrip = default)
    {
        List<string> arguments = ["platform", "--data", folder];
        if (storage is not null)
            arguments.AddRange(["--storage", storage]);
        if (roundTrip > TimeSpan.Zero)
            arguments.AddRange(["--round-trip", $"{(int)roundTrip.TotalMilliseconds}"]);
        return new PlatformProcess(await ChildService.StartAsync(arguments));
    }

    /// <summary>Runs the platform, in its process.</summary>
    public static async Task<int> ServeAsync(Arguments arguments)
    {
        var storage = arguments.Text("storage");
        await using var platform = await LocalPlatform.StartAsync(new()
        {
            DataFolder = arguments.Text("data")!,
            Port = 0,
            TablePort = 0,
            Storage = storage == OverSocket ? null : storage,
            DirectTables = storage != OverSocket,
            TableRoundTrip = TimeSpan.FromMilliseconds(arguments.Has("round-trip") ? arguments.Number("round-trip", 0) : 0),
            // A few people act for many, so the buyer's limit must not stop them.
            Settings = new Dictionary<string, string?> { ["OrderTerms:BuyerSevenDayMaximum"] = "1000000000" },
        });
        var addresses = new PlatformAddresses(platform.Address, platform.Identity.Authority);
        return await ChildService.ServeAsync(JsonSerializer.Serialize(addresses));
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}
