using System.Text.Json;
using ChatPay.Local.Demo;
using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>Other people's text stays text: it runs no script, reverses no text direction, and covers nothing.</summary>
public sealed class HostileTextTests(Stage stage, Chromium chromium) : ChatTest(stage, chromium)
{
    private const string Markup = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>";
    private const string Turned = "\u202egro.live//:sptth\u202c and after";

    [Fact]
    public async Task Markup_in_a_message_a_name_and_a_description_is_shown_as_it_is()
    {
        var sale = await SellerAsync("markup");
        await sale.TalkAsync();
        Sale.Must(await sale.Seller.PostAsync(
            $"conversations/{sale.ConversationId}/messages", new { text = Markup, clientMessageId = "markup" }), 201);
        await sale.RequestPaymentAsync(new { lines = new[] { new { description = Markup, unitPrice = Sale.Usd("5.00") } } });
        var buyer = await OpenAsync($"chat/{sale.ConversationId}");
        await NamedAsync(buyer, Markup);
        await buyer.SignInAsync("markup-buyer", "buyer");
        await buyer.Page.Locator(".bubble").GetByText(Markup).WaitForAsync();
        await buyer.Page.Locator(".order.card").GetByText(Markup).WaitForAsync();
        await buyer.Page.GetByRole(AriaRole.Heading).GetByText(Markup).WaitForAsync();
        Assert.Equal($"{Markup} · ChatPay", await buyer.Page.TitleAsync());
        Assert.Equal(0, await buyer.Page.Locator("main img, main script").CountAsync());
        await buyer.CheckAsync();
    }

    [Fact]
    public async Task Text_that_turns_direction_turns_nothing_beside_it()
    {
        var sale = await TalkAsync("turned");
        var buyer = await OpenAsync($"chat/{sale.ConversationId}");
        await buyer.Page.RouteAsync("**/messages?*", async route =>
        {
            var response = await route.FetchAsync();
            var text = await response.TextAsync();
            await route.FulfillAsync(new()
            {
                Response = response,
                Body = text.Replace("Yes, two of them", JsonEncodedText.Encode(Turned).Value, StringComparison.Ordinal),
            });
        });
        await buyer.SignInAsync("turned-buyer", "buyer");
        var bubble = buyer.Page.Locator(".bubble.other").First;
        await bubble.WaitForAsync();
        // The time beside it reads left to right, and stays in its bubble.
        Assert.Equal("isolate", await bubble.Locator(".words").EvaluateAsync<string>("it => getComputedStyle(it).unicodeBidi"));
        Assert.Equal("ltr", await bubble.Locator("time").EvaluateAsync<string>("it => getComputedStyle(it).direction"));
        await buyer.CheckAsync();
    }

    [Fact]
    public async Task Four_thousand_combining_marks_stay_in_their_bubble_and_a_word_without_end_is_broken()
    {
        var sale = await TalkAsync("marks");
        var marks = "a" + string.Concat(Enumerable.Repeat("\u0301", 1_999));
        var path = $"conversations/{sale.ConversationId}/messages";
        Sale.Must(await sale.Seller.PostAsync(path, new { text = marks, clientMessageId = "marks-1" }), 201);
        Sale.Must(await sale.Seller.PostAsync(path, new { text = marks, clientMessageId = "marks-2" }), 201);
        Sale.Must(await sale.Seller.PostAsync(path, new { text = new string('W', 3_000), clientMessageId = "word" }), 201);
        await sale.RequestPaymentAsync(new
        {
            lines = new[] { new { description = "b" + string.Concat(Enumerable.Repeat("\u0301", 126)), unitPrice = Sale.Usd("5.00") } },
        });
        var buyer = await BuyerAsync(sale, "marks", 320);
        await Button(buyer, "Pay with PayPal").WaitForAsync();
        var bubbles = buyer.Page.Locator(".bubble");
        Assert.Equal(5, await bubbles.CountAsync());
        Assert.Equal(
            ["clip", "clip", "clip", "clip", "clip"],
            await bubbles.EvaluateAllAsync<string[]>("all => all.map(it => getComputedStyle(it).overflowY)"));
        await buyer.CheckAsync();
    }

    [Fact]
    public async Task A_character_that_turns_direction_is_refused_and_the_text_can_be_mended()
    {
        var sale = await TalkAsync("refused");
        var buyer = await BuyerAsync(sale, "refused");
        await Message(buyer).FillAsync("Look at \u202ethis");
        await Message(buyer).PressAsync("Enter");
        await buyer.Page.Locator(".bubble.failed").GetByText("Not sent.").WaitForAsync();
        await buyer.CheckAsync();
        await Button(buyer, "Edit").ClickAsync();
        Assert.Equal("Look at \u202ethis", await Message(buyer).InputValueAsync());
        await SayAsync(buyer, "Look at this");
        Assert.Equal(0, await buyer.Page.Locator(".bubble.failed").CountAsync());
    }

    // Business names are validated on input; this simulates one that an older version accepted.
    private static Task NamedAsync(Tab tab, string name) => tab.Page.RouteAsync("**/api/v1/conversations**", async route =>
    {
        var response = await route.FetchAsync();
        var text = await response.TextAsync();
        await route.FulfillAsync(new()
        {
            Response = response,
            Body = text.Replace("Example Pottery", JsonEncodedText.Encode(name).Value, StringComparison.Ordinal),
        });
    });
}
