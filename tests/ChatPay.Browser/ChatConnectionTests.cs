using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>Typed text is never lost, whether the connection or the sign-in ends, or the page is reloaded; and nothing is sent
/// twice.</summary>
public sealed class ChatConnectionTests(Stage stage, Chromium chromium) : ChatTest(stage, chromium)
{
    [Fact]
    public async Task Offline_and_back_a_half_typed_text_stays_and_what_was_sent_arrives_once()
    {
        var sale = await TalkAsync("offline");
        var buyer = await BuyerAsync(sale, "offline");
        await Log(buyer).GetByText("Are the blue mugs still there?").WaitForAsync();
        await buyer.SetOfflineAsync(true);
        await Message(buyer).FillAsync("Can you hold them for me?");
        await Message(buyer).PressAsync("Enter");
        await buyer.Page.Locator(".bubble.waiting").GetByText("Will be sent as soon as possible").WaitForAsync();
        await buyer.Page.GetByText("No connection.").WaitForAsync();
        await Message(buyer).FillAsync("And is there a smal");
        await buyer.CheckAsync();

        await buyer.SetOfflineAsync(false);
        await buyer.Page.Locator(".bubble.own:not(.waiting)").GetByText("Can you hold them for me?").WaitForAsync();
        await buyer.Page.GetByText("No connection.").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Equal("And is there a smal", await Message(buyer).InputValueAsync());
        Assert.Single(await TextsAsync(sale), "Can you hold them for me?");
    }

    [Fact]
    public async Task A_page_that_is_loaded_again_has_the_text_and_sends_what_was_not_sent()
    {
        var sale = await TalkAsync("reload");
        var buyer = await BuyerAsync(sale, "reload");
        await Log(buyer).GetByText("Are the blue mugs still there?").WaitForAsync();
        await buyer.Page.RouteAsync("**/messages", route => route.Request.Method == "POST" ? route.AbortAsync() : route.ContinueAsync());
        await Message(buyer).FillAsync("Sent before the reload");
        await Message(buyer).PressAsync("Enter");
        await Message(buyer).FillAsync("Half of a sente");
        await buyer.Page.UnrouteAllAsync();
        await buyer.Page.ReloadAsync();
        await buyer.Page.Locator(".bubble.own:not(.waiting)").GetByText("Sent before the reload").WaitForAsync();
        Assert.Equal("Half of a sente", await Message(buyer).InputValueAsync());
    }

    [Fact]
    public async Task Somebody_else_who_signs_in_at_the_same_tab_neither_sees_nor_sends_what_was_typed_before()
    {
        var sale = await TalkAsync("switch");
        var tab = await BuyerAsync(sale, "switch");
        await Log(tab).GetByText("Are the blue mugs still there?").WaitForAsync();
        await tab.Page.RouteAsync("**/messages", route => route.Request.Method == "POST" ? route.AbortAsync() : route.ContinueAsync());
        await Message(tab).FillAsync("Never to be said by the seller");
        await Message(tab).PressAsync("Enter");
        await Message(tab).FillAsync("Half of a sente");

        await tab.Page.Locator("summary").ClickAsync();
        await Button(tab, "Sign in as somebody else").ClickAsync();
        await tab.Page.GetByLabel("Name").WaitForAsync();
        // Only after the buyer has left: before that, the page sends it as the buyer as soon as it can.
        await tab.Page.UnrouteAllAsync();
        await tab.ChooseAsync("switch-seller", "seller");
        await Log(tab).GetByText("Are the blue mugs still there?").WaitForAsync();
        Assert.Equal("", await Message(tab).InputValueAsync());
        Assert.DoesNotContain("Never to be said by the seller", await TextsAsync(sale));
    }

    [Fact]
    public async Task A_message_whose_answer_was_lost_is_said_once()
    {
        var sale = await TalkAsync("lost");
        var buyer = await BuyerAsync(sale, "lost");
        await Log(buyer).GetByText("Are the blue mugs still there?").WaitForAsync();
        await buyer.Page.RouteAsync("**/messages", async route =>
        {
            if (route.Request.Method != "POST")
            {
                await route.ContinueAsync();
                return;
            }

            await route.FetchAsync();
            await buyer.Page.UnrouteAllAsync();
            await route.AbortAsync();
        });
        await SayAsync(buyer, "Only once, please");
        await SayAsync(buyer, "And then this");
        Assert.Equal(["Only once, please", "And then this"], (await TextsAsync(sale)).TakeLast(2));
    }

    [Fact]
    public async Task A_double_tap_on_send_and_on_pay_does_nothing_twice()
    {
        var sale = await RequestAsync("double");
        var buyer = await BuyerAsync(sale, "double");
        await Message(buyer).FillAsync("Tapped twice");
        await Button(buyer, "Send").DblClickAsync();
        await buyer.Page.Locator(".bubble.own:not(.waiting)").GetByText("Tapped twice").WaitForAsync();
        Assert.Single(await TextsAsync(sale), "Tapped twice");

        var checkouts = 0;
        buyer.Page.Request += (_, request) => checkouts += request.Url.EndsWith("/checkout", StringComparison.Ordinal) ? 1 : 0;
        await Button(buyer, "Pay with PayPal").DblClickAsync();
        await buyer.Page.WaitForURLAsync(address => address.StartsWith(Local.PayPal.Address.AbsoluteUri, StringComparison.Ordinal));
        Assert.Equal(1, checkouts);
    }

    [Fact]
    public async Task Two_tabs_of_one_person_show_the_same_and_keep_their_own_half_typed_texts()
    {
        var sale = await RequestAsync("tabs");
        var buyer = await BuyerAsync(sale, "tabs");
        await Message(buyer).FillAsync("Half typed in the first");
        var second = await buyer.OpenPageAsync(new Uri(Local.Address, $"chat/{sale.ConversationId}"));
        await second.SignInAsync("tabs-buyer", "buyer");
        Assert.Equal("", await Message(second).InputValueAsync());
        await SayAsync(second, "From the second");
        await Log(buyer).GetByText("From the second").WaitForAsync();
        Assert.Equal("Half typed in the first", await Message(buyer).InputValueAsync());

        await Button(second, "More…").ClickAsync();
        await Button(second, "Decline the request").ClickAsync();
        await Submit(second).ClickAsync();
        await Status(buyer, "Declined").WaitForAsync();
        await Button(buyer, "Pay with PayPal").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task A_token_that_has_expired_while_somebody_types_is_renewed_without_a_word()
    {
        var sale = await TalkAsync("expired");
        var buyer = await BuyerAsync(sale, "expired");
        await Message(buyer).FillAsync("I had to think about it.");
        await Clock.AdvanceAsync(TimeSpan.FromHours(2));
        await Message(buyer).PressAsync("Enter");
        await buyer.Page.Locator(".bubble.own:not(.waiting)").GetByText("I had to think about it.").WaitForAsync();
        Assert.Equal(0, await buyer.Page.GetByText("Your session has ended").CountAsync());
        await buyer.CheckAsync();
    }

    [Fact]
    public async Task A_sign_in_that_has_ended_says_so_and_what_was_typed_and_sent_goes_on_after_the_next()
    {
        var sale = await TalkAsync("ended");
        var buyer = await BuyerAsync(sale, "ended");
        await Log(buyer).GetByText("Are the blue mugs still there?").WaitForAsync();
        await buyer.Page.RouteAsync("**/token", route => route.FulfillAsync(new()
        {
            Status = 400,
            ContentType = "application/json",
            Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*" },
            Body = """{"error":"invalid_grant"}""",
        }));
        await Clock.AdvanceAsync(TimeSpan.FromHours(2));
        await Message(buyer).FillAsync("Sent too late");
        await Message(buyer).PressAsync("Enter");
        await Message(buyer).FillAsync("And half of the nex");
        await buyer.Page.GetByText("Your session has ended").WaitForAsync();
        await buyer.CheckAsync();

        await buyer.Page.UnrouteAllAsync();
        await Button(buyer, "Sign in again").ClickAsync();
        await buyer.Page.Locator(".bubble.own:not(.waiting)").GetByText("Sent too late").WaitForAsync();
        Assert.Equal("And half of the nex", await Message(buyer).InputValueAsync());
        Assert.Single(await TextsAsync(sale), "Sent too late");
    }
}
