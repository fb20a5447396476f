using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>Forged links: an id in a link is only an id, and cannot address another part of the API.</summary>
public sealed class ForgedLinkTests(Stage stage, Chromium chromium) : ChatTest(stage, chromium)
{
    [Theory]
    [InlineData("chat/..%2Fme")]
    [InlineData("chat/nobody%2F..%2F..%2Fme")]
    [InlineData("chat/me%3Fx=")]
    [InlineData("chat/nobody?order=..%2Fme")]
    [InlineData("chat/nobody?order=..")]
    public async Task An_id_that_steps_up_in_the_address_asks_for_nothing_else(string link)
    {
        var asked = new List<string>();
        var tab = await OpenAsync(link);
        tab.Page.Request += (_, request) => { lock (asked) asked.Add(new Uri(request.Url).AbsolutePath); };
        await tab.SignInAsync("forged-buyer", "buyer");
        await tab.Page.Locator(".thread .empty, .panel .trouble").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        string[] begins = ["/api/v1/me", "/api/v1/conversations", "/api/v1/orders/"];
        string[] others;
        lock (asked)
            others = [.. asked.Where(path => path.StartsWith("/api/", StringComparison.Ordinal))];
        Assert.NotEmpty(others);
        Assert.All(others, path => Assert.Contains(begins, begin => path.StartsWith(begin, StringComparison.Ordinal)));
        Assert.DoesNotContain(others, path => path.StartsWith("/api/v1/me/", StringComparison.Ordinal));
        Assert.Single(others, "/api/v1/me");
        await tab.CheckAsync();
    }

    [Fact]
    public async Task An_address_that_is_no_text_is_a_conversation_that_is_not_there()
    {
        var tab = await OpenAsync("chat/%E0%A4%A");
        await tab.SignInAsync("garbled-buyer", "buyer");
        await tab.Page.GetByText("This conversation does not exist").WaitForAsync();
        await tab.CheckAsync();
    }

    [Fact]
    public async Task A_name_that_reads_from_right_to_left_is_set_apart_from_the_amount_beside_it()
    {
        var tab = await OpenAsync("chat");
        // The page's texts are loaded once it is drawn.
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).WaitForAsync();
        var said = await tab.Page.EvaluateAsync<string>(
            """
            async () => {
              const { t } = await import(document.querySelector("link[href*='kit/view.js']").href.replace("view.js", "words.js"));
              return t("not-yours-how", { name: "\u05e9\u05dc\u05d5\u05dd 12" });
            }
            """);
        Assert.Contains("\u2068\u05e9\u05dc\u05d5\u05dd 12\u2069", said, StringComparison.Ordinal);
    }
}
