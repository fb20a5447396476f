using System.Diagnostics;
using ChatPay.Local.Tables.Azurite;

namespace ChatPay.Benchmarks.Http;

/// <summary>A target of load: the platform on its own tables, by a call or over a socket, or on Azurite's, or the bare endpoint; and
/// its costs.</summary>
internal sealed class HttpTarget : IAsyncDisposable
{
    public const string Bare = "bare";
    public const string Own = "own";
    public const string Socket = "socket";
    public const string Azurite = "azurite";

    private readonly List<IAsyncDisposable> _parts = [];
    private readonly List<int> _processes = [];
    private readonly List<IDisposable> _clients = [];

    private HttpTarget(string name) => Name = name;

    public string Name { get; }

    /// <summary>The loads by name, in the order they run; the number identifies the caller.</summary>
    public IReadOnlyList<(string Name, Func<int, Task> Once)> Loads { get; private set; } = [];

    /// <summary>The processor time of its processes so far.</summary>
    public TimeSpan Used => _processes.Aggregate(TimeSpan.Zero, (sum, id) =>
    {
        using var process = Process.GetProcessById(id);
        return sum + process.TotalProcessorTime;
    });

    /// <param name="name">The name of a target.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="shops">The number of sellers, each with a buyer.</param>
    /// <exception cref="ArgumentException">The name is unknown, or Azurite is not installed.</exception>
    public static async Task<HttpTarget> StartAsync(string name, string folder, int shops)
    {
        var target = new HttpTarget(name);
        try
        {
            Directory.CreateDirectory(folder);
            switch (name)
            {
                case Bare: await target.StartBareAsync(folder); break;
                case Own: await target.StartPlatformAsync(folder, null, shops); break;
                case Socket: await target.StartPlatformAsync(folder, PlatformProcess.OverSocket, shops); break;
                case Azurite: await target.StartPlatformAsync(folder, await target.StartAzuriteAsync(folder), shops); break;
                default: throw new ArgumentException($"'{name}' is no target: bare, own, socket and azurite are.");
            }

            return target;
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
    }

    private async Task StartBareAsync(string folder)
    {
        var server = Part(await ChildService.StartAsync("bare", "--data", folder));
        _processes.Add(server.Id);
        var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(server.Where) };
        _clients.Add(client);
        Loads = [("bare insert", async _ =>
        {
            using var body = new StringContent(new string('x', 200));
            using var answer = await client.PostAsync("", body);
            answer.EnsureSuccessStatusCode();
        })];
    }

    private async Task<string> StartAzuriteAsync(string folder)
    {
        var script = AzuritePackage.Find() ?? throw new ArgumentException(AzuritePackage.HowToInstall + ".");
        var azurite = Part(await AzuriteProcess.StartAsync(script, Path.Combine(folder, "azurite")));
        _processes.Add(azurite.Id);
        return azurite.ConnectionString;
    }

    private async Task StartPlatformAsync(string folder, string? storage, int shops)
    {
        var platform = Part(await PlatformProcess.StartAsync(Path.Combine(folder, "platform"), storage));
        _processes.Add(platform.Id);
        var tokens = new Tokens(platform.Addresses);
        _clients.Add(tokens);
        var open = await Shops.OpenAsync(tokens.Stage, shops);
        Loads =
        [
            ("health", n => open[n].LookAtHealthAsync()),
            ("read an order", n => open[n].ReadOrderAsync()),
            ("message", n => open[n].SendMessageAsync()),
            ("payment request", n => open[n].RequestAsync()),
            ("sale of five calls", n => open[n].SellAsync()),
        ];
    }

    private T Part<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}
