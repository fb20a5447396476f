using System.Collections.Concurrent;

namespace ChatPay.Browser;

/// <summary>What a page weighs on its way to a phone, compressed, with the sign-in and all that it loads.</summary>
public sealed class WeightTests(Stage stage, Chromium chromium) : ChatTest(stage, chromium)
{
    private const int Most = 60 * 1024;

    [Fact]
    public async Task The_chat_with_its_sign_in_is_at_most_sixty_kilobytes()
    {
        var sale = await RequestAsync("weight");
        var buyer = await OpenAsync($"chat/{sale.ConversationId}");
        var weights = new ConcurrentDictionary<string, int>();
        buyer.Page.Response += (_, response) =>
        {
            if (response.Url.Contains("/assets/", StringComparison.Ordinal)
                && response.Headers.TryGetValue("content-length", out var length))
                weights[response.Url] = int.Parse(length, System.Globalization.CultureInfo.InvariantCulture);
        };
        // A browser that has seen none of it: the files come with their lengths.
        await buyer.ForgetFilesAsync();
        await buyer.Page.ReloadAsync();
        await buyer.SignInAsync("weight-buyer", "buyer");
        await Button(buyer, "Pay with PayPal").WaitForAsync();
        Assert.Contains(weights.Keys, address => address.EndsWith("/chat/page.js", StringComparison.Ordinal));
        Assert.Contains(weights.Keys, address => address.EndsWith("/vendor/oauth4webapi.js", StringComparison.Ordinal));
        Assert.InRange(weights.Values.Sum(), 1, Most);
    }
}
