using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>Accessibility: the page with a screen reader, without a pointer, and with the user's own colours.</summary>
public sealed class ReaderTests(Stage stage, Chromium chromium) : ChatTest(stage, chromium)
{
    [Fact]
    public async Task On_a_phone_the_keyboard_goes_along_into_a_conversation_and_back_to_its_place_in_the_list()
    {
        var sale = await TalkAsync("along");
        var buyer = await OpenChatAsync("along-buyer", "buyer", "chat");
        await Assertions.Expect(buyer.Page).ToHaveTitleAsync("Chat · ChatPay");
        var entry = buyer.Page.Locator(".conversations a");
        await entry.FocusAsync();
        await buyer.Page.Keyboard.PressAsync("Enter");
        await buyer.Page.Locator(".thread h2:focus").WaitForAsync();
        await Assertions.Expect(buyer.Page).ToHaveTitleAsync("Example Pottery · ChatPay");

        await buyer.Page.Locator(".back").FocusAsync();
        await buyer.Page.Keyboard.PressAsync("Enter");
        await buyer.Page.Locator($".conversations a[href='/chat/{sale.ConversationId}']:focus").WaitForAsync();
        await buyer.CheckAsync();
    }

    [Fact]
    public async Task What_happens_while_a_sheet_is_open_is_said_in_the_sheet()
    {
        var sale = await TalkAsync("said");
        var seller = await AsSellerAsync(sale, "said");
        await Button(seller, "Request payment").ClickAsync();
        var sheet = seller.Page.GetByRole(AriaRole.Dialog);
        await sheet.WaitForAsync();
        await sale.Buyer.PostAsync(
            $"conversations/{sale.ConversationId}/messages", new { text = "Is it blue?", clientMessageId = "blue" });
        await sheet.Locator("p[aria-live=polite]").GetByText("Is it blue?").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await seller.CheckAsync();
    }

    [Fact]
    public async Task Another_view_of_the_desk_is_said_and_named_in_the_title()
    {
        using var sale = Stage.NewSale("views");
        await sale.SignUpAsync();
        var seller = await OpenAsync("desk");
        await seller.SignInAsync("views-seller", "seller");
        await seller.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Money" }).FocusAsync();
        await seller.Page.Keyboard.PressAsync("Enter");
        await seller.Page.Locator("p[aria-live=polite]").GetByText("Money", new() { Exact = true })
            .WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await Assertions.Expect(seller.Page).ToHaveTitleAsync("Money · ChatPay");
        await seller.CheckAsync();
    }

    [Fact]
    public async Task In_colours_of_the_reader_what_is_done_of_an_order_differs_from_what_is_to_come()
    {
        var sale = await PaidAsync("colours");
        var buyer = await BuyerAsync(sale, "colours");
        await buyer.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await buyer.Page.Locator(".tracker .done").First.WaitForAsync();
        const string dot = "it => { const dot = getComputedStyle(it, '::before'); return dot.backgroundColor + dot.borderColor; }";
        var (done, current, toCome) = (
            await buyer.Page.Locator(".tracker .done").First.EvaluateAsync<string>(dot),
            await buyer.Page.Locator(".tracker .current").First.EvaluateAsync<string>(dot),
            await buyer.Page.Locator(".tracker li:last-child").First.EvaluateAsync<string>(dot));
        Assert.Equal(3, new HashSet<string>([done, current, toCome]).Count);
    }

    [Fact]
    public async Task Text_with_more_space_stays_in_its_place_on_a_narrow_window()
    {
        var sale = await PaidAsync("spaced");
        var buyer = await BuyerAsync(sale, "spaced", 320);
        await Button(buyer, "More…").Or(buyer.Page.Locator(".order.card .tracker")).First.WaitForAsync();
        // WCAG 2.2, 1.4.12.
        await buyer.Page.EvaluateAsync(
            """
            () => {
              const sheet = new CSSStyleSheet();
              sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
                p { margin-bottom: 2em !important }`);
              document.adoptedStyleSheets = [sheet];
            }
            """);
        await buyer.CheckAsync();
    }
}
