using ChatPay.Local;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Platform;

/// <summary>A platform for the journeys of one class: free ports, a clock that stands still until it is moved, data in a folder
/// that goes away afterwards.</summary>
public sealed class JourneyPlatform : IAsyncLifetime
{
    /// <summary>A Monday; where every journey's clock begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("chatpay-journeys-").FullName;
    private readonly List<Sale> _sales = [];

    public LocalPlatform Local { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Local = await LocalPlatform.StartAsync(new LocalPlatformOptions { DataFolder = _folder, Port = 0, TablePort = 0, TimeScale = 0, Start = Start });

    public async ValueTask DisposeAsync()
    {
        _sales.ForEach(sale => sale.Dispose());
        if (Local is not null)
            await Local.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A sale with a seller and a buyer of its own.</summary>
    internal Sale NewSale(string name)
    {
        var sale = new Sale(Local, name);
        _sales.Add(sale);
        return sale;
    }
}
