using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>The transfer size of a page, compressed, including the sign-in and everything that it loads.</summary>
public sealed class WeightTests(Stage stage, Chromium chromium) : ChatTest(stage, chromium)
{
    private const int Most = 60 * 1024;

    [Fact]
    public async Task The_chat_with_its_sign_in_is_at_most_sixty_kilobytes()
    {
        var sale = await RequestAsync("weight");
        var files = await FilesAsync($"chat/{sale.ConversationId}", "weight-buyer", "buyer", tab => Button(tab, "Pay with PayPal").First);
        Assert.Contains(files.Keys, address => address.EndsWith("/chat/page.js", StringComparison.Ordinal));
        Assert.Contains(files.Keys, address => address.EndsWith("/vendor/oauth4webapi.js", StringComparison.Ordinal));
        Assert.InRange(files.Values.Sum(), 1, Most);
    }

    [Fact]
    public async Task The_desk_with_its_sign_in_is_at_most_sixty_kilobytes()
    {
        var sale = await RequestAsync("heavy");
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        var files = await FilesAsync("desk", "heavy-seller", "seller", tab => Button(tab, "Mark as shipped").First);
        Assert.Contains(files.Keys, address => address.EndsWith("/desk/page.js", StringComparison.Ordinal));
        Assert.InRange(files.Values.Sum(), 1, Most);
    }

    [Fact]
    public async Task The_operators_desk_with_its_sign_in_is_at_most_sixty_kilobytes()
    {
        var files = await FilesAsync("ops", "heavy-operator", "operator", tab => tab.Page.GetByText("Nothing is waiting"));
        Assert.Contains(files.Keys, address => address.EndsWith("/ops/page.js", StringComparison.Ordinal));
        Assert.Contains(files.Keys, address => address.EndsWith("/ops/alerts.js", StringComparison.Ordinal));
        Assert.DoesNotContain(files.Keys, address => address.EndsWith("/ops/audit.js", StringComparison.Ordinal));
        Assert.InRange(files.Values.Sum(), 1, Most);
    }

    /// <summary>The files, with their lengths, that a browser with an empty cache loads until the page shows its purpose.</summary>
    private async Task<IReadOnlyDictionary<string, int>> FilesAsync(string path, string subject, string role, Func<Tab, ILocator> shown)
    {
        var tab = await OpenAsync(path);
        var weights = new ConcurrentDictionary<string, int>();
        tab.Page.Response += (_, response) =>
        {
            if (response.Url.Contains("/assets/", StringComparison.Ordinal)
                && response.Headers.TryGetValue("content-length", out var length))
                weights[response.Url] = int.Parse(length, System.Globalization.CultureInfo.InvariantCulture);
        };
        await tab.ForgetFilesAsync();
        await tab.Page.ReloadAsync();
        await tab.SignInAsync(subject, role);
        await shown(tab).WaitForAsync();
        return weights;
    }
}
