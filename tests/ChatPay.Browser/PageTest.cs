using ChatPay.Local;
using ChatPay.Local.Clock;

namespace ChatPay.Browser;

/// <summary>The base class of tests of pages in a real browser. Pages poll in real time; the platform's clock is advanced.</summary>
public abstract class PageTest(Stage stage, Chromium chromium) : IClassFixture<Stage>, IAsyncLifetime
{
    private readonly List<Tab> _tabs = [];

    protected const int Phone = 375;
    protected const int Desktop = 1280;

    protected Stage Stage => stage;

    protected LocalPlatform Local => stage.Local;

    protected LocalClock Clock => Local.Clock;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Opens another person's browser at an address of the app.</summary>
    protected async Task<Tab> OpenAsync(string path, int width = Phone, string language = "en-GB", bool script = true)
    {
        var tab = await Tab.OpenAsync(
            chromium.Required(),
            width,
            [Local.Address, Local.Control, new Uri(Local.Identity.Authority), Local.PayPal.Address],
            language,
            script);
        _tabs.Add(tab);
        await tab.Page.GotoAsync(new Uri(Local.Address, path).AbsoluteUri);
        return tab;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var tab in _tabs)
            await tab.DisposeAsync();
    }
}
