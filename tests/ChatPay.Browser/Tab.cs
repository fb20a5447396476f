using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>One person's browser, with one page. It records what no page may do: write an error to the console, violate its own
/// policy, call another host.</summary>
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
        // The browser itself logs error responses of the API to the console; they are not faults of the page.
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
    /// <param name="width">The width of the window, in pixels: 375 is a phone.</param>
    /// <param name="hosts">The hosts that its pages may call.</param>
    /// <param name="language">The person's language.</param>
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

    /// <summary>Opens another page in the same browser, at an address of the app.</summary>
    public async Task<Tab> OpenPageAsync(Uri address)
    {
        var tab = new Tab(_context, await _context.NewPageAsync(), _hosts);
        await tab.Page.GotoAsync(address.AbsoluteUri);
        return tab;
    }

    /// <summary>Empties the browser's cache.</summary>
    public async Task ForgetFilesAsync() =>
        await (await _context.NewCDPSessionAsync(Page)).SendAsync("Network.clearBrowserCache");

    /// <summary>Disconnects the browser, or connects it again.</summary>
    public Task SetOfflineAsync(bool isOffline) => _context.SetOfflineAsync(isOffline);

    /// <summary>Signs in on the current page, as a persona of the local issuer.</summary>
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

    /// <summary>Fails if the page has done what none may, is not accessible, or is wider than the window. With CHATPAY_PICTURES, a
    /// folder name, it checks the page on a phone and a desktop, light and dark, and keeps a picture of each.</summary>
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
        // Nobody can tell them apart.
        var alike = await Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("button")].filter(button => button.innerText !== "" && [...button.parentElement.children]
              .some(other => other !== button && other.matches("button") && other.innerText === button.innerText)).map(b => b.innerText)
            """);
        found = found.Concat(alike.Select(text => $"two buttons side by side say '{text}'"));
        var isWide = await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth");
        return isWide ? found.Append("the page scrolls sideways") : found;
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
