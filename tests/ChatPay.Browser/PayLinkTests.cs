using System.Text.RegularExpressions;
using ChatPay.Local.Demo;
using ChatPay.Local.Web;
using ChatPay.Local.Simulators.PayPal.Payments;
using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>The pay link on the phone of a buyer who has only the link.</summary>
public sealed class PayLinkTests(Stage stage, Chromium chromium) : PageTest(stage, chromium)
{
    [Fact]
    public async Task A_buyer_pays_by_the_link_and_sees_without_a_tap_that_it_is_shipped_and_on_what_number()
    {
        var (sale, link, _) = await RequestedAsync("pays by link");
        var tab = await OpenAsync(link, language: "en-US");
        var page = tab.Page;
        await Heading(page, "Example Pottery").WaitForAsync();
        await page.GetByText("$54.50").First.WaitForAsync();
        await page.GetByText("has 7 days to ship").WaitForAsync();
        await page.GetByText("3 to 4 days after shipping").WaitForAsync();
        await tab.CheckAsync();

        await PayAsync(page);
        await Heading(page, "Thank you, it is paid").WaitForAsync();
        await page.GetByText("You have paid $54.50").WaitForAsync();
        // Reloading does not ask for the money again.
        Assert.EndsWith(link, page.Url, StringComparison.Ordinal);
        await tab.CheckAsync();

        await Clock.DrainAsync();
        await sale.ShipAsync();
        await Heading(page, "It is on its way").WaitForAsync();
        await page.GetByText("9400 1000 0000 0000 0000 00").WaitForAsync();
        Assert.Contains("It is on its way", await page.Locator("#says").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(
            ["done", "done", "done", "current"],
            await page.Locator(".tracker li").EvaluateAllAsync<string[]>("steps => steps.map(step => step.className)"));
        await tab.CheckAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the chat" }).ClickAsync();
        await page.WaitForURLAsync(new Regex($"/chat/{sale.ConversationId}$"));
    }

    [Fact]
    public async Task A_buyer_without_JavaScript_pays_and_sees_that_it_is_paid()
    {
        var (sale, link, _) = await RequestedAsync("pays without script");
        var tab = await OpenAsync(link, script: false);
        await PayAsync(tab.Page);
        await Heading(tab.Page, "Thank you, it is paid").WaitForAsync();
        await Clock.DrainAsync();
        Assert.Equal("paid", await sale.StatusAsync());

        await sale.ShipAsync();
        await tab.Page.GotoAsync(new Uri(Local.Address, link).AbsoluteUri);
        await Heading(tab.Page, "It is on its way").WaitForAsync();
    }

    [Fact]
    public async Task A_buyer_pays_by_keyboard_alone()
    {
        var (_, link, _) = await RequestedAsync("pays by keyboard");
        var tab = await OpenAsync(link);
        var pay = tab.Page.Locator("#pay");
        for (var presses = 0; presses < 6 && !await pay.EvaluateAsync<bool>("button => button === document.activeElement"); presses++)
            await tab.Page.Keyboard.PressAsync("Tab");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.Locator("#approve").PressAsync("Enter");
        await Heading(tab.Page, "Thank you, it is paid").WaitForAsync();
    }

    [Fact]
    public async Task A_buyer_who_taps_twice_is_led_to_one_approval()
    {
        var (sale, link, _) = await RequestedAsync("taps twice");
        var tab = await OpenAsync(link);
        await tab.Page.Locator("#pay").DblClickAsync();
        await tab.Page.Locator("#approve").ClickAsync();
        await Heading(tab.Page, "Thank you, it is paid").WaitForAsync();
        Assert.Single(Local.PayPal.Orders, o => (string?)o.Unit["invoice_id"] == sale.OrderId);
    }

    [Fact]
    public async Task A_buyer_who_turns_back_is_told_that_nothing_was_charged_and_can_pay()
    {
        var (_, link, _) = await RequestedAsync("turns back");
        var tab = await OpenAsync(link);
        await tab.Page.Locator("#pay").ClickAsync();
        await tab.Page.Locator("#cancel").ClickAsync();
        await tab.Page.GetByText("You have not been charged. You can still pay.").WaitForAsync();
        await tab.CheckAsync();
        await PayAsync(tab.Page);
        await Heading(tab.Page, "Thank you, it is paid").WaitForAsync();
    }

    /// <summary>Case 25.</summary>
    [Fact]
    public async Task A_buyer_whose_payment_is_declined_reads_so_and_pays_with_a_second_try()
    {
        var (_, link, order) = await RequestedAsync("is declined");
        // For the return page and the webhook, which may run concurrently.
        for (var n = 0; n < 2; n++)
            Local.PayPal.Outcomes.NextCapture(CaptureOutcome.Declined, order);
        var tab = await OpenAsync(link);
        await PayAsync(tab.Page);
        await tab.Page.GetByText("Your payment did not go through, and you were not charged.").WaitForAsync();
        await tab.CheckAsync();
        await PayAsync(tab.Page);
        await Heading(tab.Page, "Thank you, it is paid").WaitForAsync();
    }

    [Fact]
    public async Task A_link_says_live_that_the_request_was_cancelled_and_what_to_do()
    {
        var (sale, link, _) = await RequestedAsync("is cancelled");
        var tab = await OpenAsync(link);
        await Heading(tab.Page, "Example Pottery").WaitForAsync();
        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/cancellation"), 200);
        await Heading(tab.Page, "This request was cancelled").WaitForAsync();
        await tab.Page.Locator("main").GetByText("ask the seller for a new one").WaitForAsync();
        Assert.Equal(0, await tab.Page.Locator("#pay").CountAsync());
        await tab.CheckAsync();
    }

    [Fact]
    public async Task A_link_says_live_that_the_request_has_expired()
    {
        var (_, link, _) = await RequestedAsync("expires");
        var tab = await OpenAsync(link);
        await Heading(tab.Page, "Example Pottery").WaitForAsync();
        await Clock.AdvanceAsync(TimeSpan.FromHours(28));
        await Heading(tab.Page, "This request has expired").WaitForAsync();
        await tab.CheckAsync();
    }

    [Fact]
    public async Task A_link_whose_request_was_replaced_leads_to_the_new_one()
    {
        var (sale, link, _) = await RequestedAsync("is replaced");
        var replaced = sale.OrderId;
        Sale.Must(
            await sale.Seller.PostAsync(
                $"conversations/{sale.ConversationId}/payment-requests",
                new
                {
                    lines = new[] { new { description = "Blue mug, the last one", quantity = 1, unitPrice = Sale.Usd("24.00") } },
                    replaces = replaced,
                },
                "edit-1"),
            201);
        var tab = await OpenAsync(link, language: "en-US");
        await Heading(tab.Page, "There is a newer request").WaitForAsync();
        await tab.CheckAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Open the new request" }).ClickAsync();
        await tab.Page.GetByText("Blue mug, the last one").WaitForAsync();
        await tab.Page.Locator("#pay").WaitForAsync();
    }

    [Fact]
    public async Task A_buyer_who_is_refunded_sees_that_the_money_is_back()
    {
        var (sale, link, _) = await RequestedAsync("is refunded");
        var tab = await OpenAsync(link, language: "en-US");
        await PayAsync(tab.Page);
        await Heading(tab.Page, "Thank you, it is paid").WaitForAsync();
        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", new { all = true }, "refund-1"), 201, 202);
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        await Heading(tab.Page, "You have your money back").WaitForAsync();
        await tab.Page.Locator("main").GetByText("$54.50 has gone back").WaitForAsync();
        await tab.CheckAsync();
    }

    [Fact]
    public async Task An_Italian_reads_Italian_with_amounts_and_dates_as_in_Italy()
    {
        var (_, link, _) = await RequestedAsync("legge italiano");
        var tab = await OpenAsync(link, language: "it-IT");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Paga con PayPal" }).WaitForAsync();
        Assert.Equal("it", await tab.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal("54,50\u00a0USD", await tab.Page.Locator(".amount").TextContentAsync());
        await tab.CheckAsync();
        await PayAsync(tab.Page);
        await Heading(tab.Page, "Grazie, il pagamento è riuscito").WaitForAsync();
    }

    [Fact]
    public async Task A_hostile_description_is_shown_as_text_and_breaks_nothing()
    {
        const string hostile = "<img src=x onerror=alert(1)>{seller}\u0301\u0301\u0301 </table><script>alert(1)</script>";
        var (_, link, _) = await RequestedAsync("is hostile", hostile + new string('\u0301', 30));
        var tab = await OpenAsync(link);
        await tab.Page.GetByText("</table><script>alert(1)</script>").WaitForAsync();
        Assert.Equal(0, await tab.Page.Locator("main img, main script").CountAsync());
        Assert.Contains("{seller}", await tab.Page.Locator(".lines").TextContentAsync(), StringComparison.Ordinal);
        await tab.CheckAsync();
    }

    [Fact]
    public async Task A_dead_link_is_a_page_with_a_way_on()
    {
        var tab = await OpenAsync("pay/nothing");
        await Heading(tab.Page, "This link does not work").WaitForAsync();
        await tab.Page.GetByText("ask the seller for a new payment request").WaitForAsync();
        await tab.CheckAsync();
    }

    [Fact]
    public async Task An_outage_of_PayPal_is_said_beside_the_button_which_works_when_it_is_over()
    {
        var (_, link, order) = await RequestedAsync("cannot reach PayPal");
        for (var n = 0; n < 2; n++)
            Local.PayPal.Outcomes.NextCapture(CaptureOutcome.Declined, order);
        var tab = await OpenAsync(link);
        await PayAsync(tab.Page);
        await tab.Page.GetByText("Your payment did not go through").WaitForAsync();

        Local.PayPal.Faults.Next("create-order", Fault.Error503, times: 20);
        // The app retries by itself for a while, by the platform's clock.
        var tap = tab.Page.Locator("#pay").ClickAsync();
        while (!tap.IsCompleted)
            await Clock.AdvanceAsync(TimeSpan.FromSeconds(5));
        await tap;
        await tab.Page.GetByText("you were not charged. Try again shortly.").WaitForAsync();
        Local.PayPal.Faults.Clear();
        await tab.CheckAsync();
        await PayAsync(tab.Page);
        await Heading(tab.Page, "Thank you, it is paid").WaitForAsync();
    }

    private static ILocator Heading(IPage page, string name) => page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 });

    [Fact]
    public async Task Marks_that_pile_up_in_a_description_do_not_write_over_the_amounts()
    {
        var (_, link, _) = await RequestedAsync("marks over", "b" + string.Concat(Enumerable.Repeat("\u0323", 120)));
        var tab = await OpenAsync(link);
        await tab.Page.Locator("td .words").First.WaitForAsync();
        Assert.Equal(
            ["clip", "clip"],
            await tab.Page.Locator(":is(h1, td):has(.words)")
                .EvaluateAllAsync<string[]>("all => all.map(it => getComputedStyle(it).overflowY)"));
        await tab.CheckAsync();
    }

    private static async Task PayAsync(IPage page)
    {
        await page.Locator("#pay").ClickAsync();
        await page.Locator("#approve").ClickAsync();
    }

    /// <summary>A request, the path of its link, and PayPal's order behind it.</summary>
    private async Task<(Sale Sale, string Link, string Order)> RequestedAsync(string name, string? description = null)
    {
        var sale = Stage.NewSale(name);
        await sale.SignUpAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync(description is null ? Sale.TwoMugs() : new
        {
            lines = new[] { new { description, quantity = 1, unitPrice = Sale.Usd("24.00") } },
        });
        var order = Sale.ProviderOrderOf(await sale.CheckoutAsync());
        var back = new Uri(Local.PayPal.Orders.Single(o => o.Id == order).ReturnUrl!);
        return (sale, back.AbsolutePath[..^"/return".Length], order);
    }
}
