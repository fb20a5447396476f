using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>A browser of one person, with one page. It keeps what no page may do: write an error to the console, break its own policy, ask
/// another host for something.</summary>
public sealed class Tab : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly HashSet<string> _hosts;

    private Tab(IBrowserContext context, IPage page, HashSet<string> hosts)
    {
        _context = context;
        Page = page;
        _hosts = hosts;
        // A refusal of the API is written to the console by the browser itself, and is no fault of the page.
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _faults.Enqueue($"the console says: {message.Text}");
        };
        page.PageError += (_, error) => _faults.Enqueue($"a script failed: {error}");
        page.Request += (_, request) =>
        {
            if (Uri.TryCreate(request.Url, UriKind.Absolute, out var address)
                && address.Scheme is "http" or "https"
                && !_hosts.Contains(address.Authority))
                _faults.Enqueue($"it asked {address} for something");
        };
    }

    public IPage Page { get; }

    /// <param name="browser">The browser.</param>
    /// <param name="width">Of the window, in pixels: 375 is a phone.</param>
    /// <param name="hosts">Whom its pages may ask.</param>
    /// <param name="language">What the person reads.</param>
    /// <param name="script">Whether it runs scripts.</param>
    internal static async Task<Tab> OpenAsync(
        IBrowser browser,
        int width,
        IEnumerable<Uri> hosts,
        string language = "en-GB",
        bool script = true)
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = width < 600 ? 800 : 900 },
            Locale = language,
            JavaScriptEnabled = script,
            TimezoneId = "UTC",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        return new Tab(context, await context.NewPageAsync(), [.. hosts.Select(h => h.Authority)]);
    }

    /// <summary>A further page in the same browser, at an address of the app.</summary>
    public async Task<Tab> OpenPageAsync(Uri address)
    {
        var tab = new Tab(_context, await _context.NewPageAsync(), _hosts);
        await tab.Page.GotoAsync(address.AbsoluteUri);
        return tab;
    }

    /// <summary>Empties the browser's store of files.</summary>
    public async Task ForgetFilesAsync() =>
        await (await _context.NewCDPSessionAsync(Page)).SendAsync("Network.clearBrowserCache");

    /// <summary>Without a connection, or with one again.</summary>
    public Task SetOfflineAsync(bool isOffline) => _context.SetOfflineAsync(isOffline);

    /// <summary>Signs in on the page that is shown, as a persona of the local issuer.</summary>
    public async Task SignInAsync(string subject, params string[] roles)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await ChooseAsync(subject, roles);
    }

    /// <summary>Chooses the persona on the issuer's page.</summary>
    public async Task ChooseAsync(string subject, params string[] roles)
    {
        await Page.GetByLabel("Name").FillAsync(subject);
        foreach (var role in (string[])["buyer", "seller", "operator"])
            await Page.GetByLabel(role, new() { Exact = true }).SetCheckedAsync(roles.Contains(role));
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Page.GetByText(subject, new() { Exact = true }).First.WaitForAsync();
    }

    /// <summary>Fails where the page has done what none may, is not for everyone, or is wider than the window. With CHATPAY_PICTURES, the
    /// name of a folder, it looks at the page as a phone and a desktop show it, light and dark, and keeps a picture of each.</summary>
    public async Task CheckAsync()
    {
        string[] faults = [.. _faults, .. await FaultsInSightAsync()];
        if (Pictures.Folder is not null)
            faults = [.. faults, .. await Pictures.TakeAsync(Page, FaultsInSightAsync)];
        Assert.True(faults.Length == 0, $"{Page.Url}:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
    }

    private async Task<IEnumerable<string>> FaultsInSightAsync()
    {
        var found = (await Page.RunAxe()).Violations
            .Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"axe, {v.Impact}: {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}");
        var isWide = await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth");
        return isWide ? found.Append("the page scrolls sideways") : found;
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
