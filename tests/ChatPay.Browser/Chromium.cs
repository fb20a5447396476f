using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(ChatPay.Browser.Chromium))]
// Tests mostly wait for a page's next poll.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace ChatPay.Browser;

/// <summary>The browser of all tests: this machine's Chromium, by its path. Each person has their own browser context.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>The environment variable that overrides Debian's path.</summary>
    private const string PathVariable = "CHATPAY_CHROMIUM";

    // Turns off the browser's own requests, which a machine without internet access never answers.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static string Path => Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } path ? path : "/usr/bin/chromium";

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Path))
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = Arguments });
    }

    /// <summary>Returns the browser. Without one the test is skipped, with a reason; in CI it fails.</summary>
    public IBrowser Required()
    {
        var isMissing = $"There is no Chromium at {Path}: install it (Debian: apt-get install chromium), or set {PathVariable}.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.True(_browser is not null, isMissing);
        Assert.SkipUnless(_browser is not null, isMissing);
        return _browser!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
