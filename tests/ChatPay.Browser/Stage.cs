using ChatPay.Local;
using ChatPay.Local.Demo;
using ChatPay.Local.Developer;

namespace ChatPay.Browser;

/// <summary>A platform for the tests of one class, on free ports, with a clock that moves only when advanced.</summary>
public sealed class Stage : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatpay-browser-").FullName;
    private readonly List<Sale> _sales = [];

    public LocalPlatform Local { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Local = await LocalPlatform.StartAsync(
        new LocalPlatformOptions
        {
            DataFolder = _folder,
            Port = 0,
            TablePort = 0,
            TimeScale = 0,
            DeveloperPage = platform => new DeveloperApi(platform).TryAnswerAsync,
        });

    /// <summary>Creates people who act over the API, next to those in the browser.</summary>
    internal Sale NewSale(string name)
    {
        var sale = new Sale(Local, name);
        _sales.Add(sale);
        return sale;
    }

    public async ValueTask DisposeAsync()
    {
        _sales.ForEach(sale => sale.Dispose());
        if (Local is not null)
            await Local.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
