using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>Takes pictures of every state that a test checks, for people to review: <c>CHATPAY_PICTURES=FOLDER CI=true dotnet test
/// tests/ChatPay.Browser</c>. Each is taken four times: on a phone and a desktop, light and dark.</summary>
internal static class Pictures
{
    private static readonly ConcurrentDictionary<string, int> Taken = new(StringComparer.Ordinal);

    private static readonly (string Name, int Width, int Height, ColorScheme Scheme)[] Views =
    [
        ("375-light", 375, 800, ColorScheme.Light),
        ("375-dark", 375, 800, ColorScheme.Dark),
        ("1280-light", 1280, 900, ColorScheme.Light),
        ("1280-dark", 1280, 900, ColorScheme.Dark),
    ];

    /// <summary>The folder for the pictures; null takes none.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable("CHATPAY_PICTURES");

    /// <summary>Takes four pictures of a page, and restores the window.</summary>
    /// <param name="page">The page.</param>
    /// <param name="faultsInSightAsync">Returns the faults of what is shown.</param>
    /// <returns>The faults in each of the four.</returns>
    public static async Task<IEnumerable<string>> TakeAsync(IPage page, Func<Task<IEnumerable<string>>> faultsInSightAsync)
    {
        // The display name of a theory's case contains its arguments.
        var test = string.Concat((TestContext.Current.Test?.TestDisplayName ?? "page")
            .Replace("ChatPay.Browser.", "", StringComparison.Ordinal)
            .Split(Path.GetInvalidFileNameChars().Concat("\"<>:?*|\\").ToArray()));
        var number = Taken.AddOrUpdate(test, 1, (_, taken) => taken + 1);
        var before = page.ViewportSize ?? throw new InvalidOperationException("The window has no size.");
        var faults = new List<string>();
        foreach (var (name, width, height, scheme) in Views)
        {
            await page.SetViewportSizeAsync(width, height);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            // Sticky elements would be drawn in the middle of a page longer than the window.
            await page.EvaluateAsync("scrollTo(0, 0)");
            faults.AddRange((await faultsInSightAsync()).Select(fault => $"{name}: {fault}"));
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder!, $"{test}-{number}-{name}.png"), FullPage = true });
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Null });
        await page.SetViewportSizeAsync(before.Width, before.Height);
        return faults;
    }
}
