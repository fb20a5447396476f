using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>The page on which a developer sees both sides of a sale, and moves the clock.</summary>
public sealed class DeveloperPageTests(Stage stage, Chromium chromium) : PageTest(stage, chromium)
{
    [Fact]
    public async Task Both_phones_are_signed_in_and_the_clock_moves_on_a_click()
    {
        var page = (await OpenAsync(Local.Control.AbsoluteUri, Desktop)).Page;
        await page.FrameLocator("iframe[name=Buyer]").GetByText("demo-buyer", new() { Exact = true }).First.WaitForAsync();
        await page.FrameLocator("iframe[name=Seller]").GetByText("demo-seller", new() { Exact = true }).First.WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Set the stage" }).ClickAsync();
        await page.FrameLocator("iframe[name=Buyer]").GetByText("Example Pottery").First.WaitForAsync();

        var before = Clock.GetUtcNow();
        await page.GetByRole(AriaRole.Button, new() { Name = "+1 day" }).ClickAsync();
        await page.GetByText($"{before.AddDays(1):dddd, d MMMM}").WaitForAsync();
        Assert.Equal(before.AddDays(1), Clock.GetUtcNow());
    }

    [Fact]
    public async Task An_order_s_history_its_mails_tables_and_payments_are_shown()
    {
        var sale = Stage.NewSale("behind");
        await sale.SignUpAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());

        var tab = await OpenAsync(Local.Control.AbsoluteUri, Desktop);
        var page = tab.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = sale.OrderId }).First.ClickAsync();
        await page.GetByText("EventRaised").First.WaitForAsync();
        foreach (var (name, shown) in new[] { ("Payments", "5450"), ("Tables", "orders"), ("Queues", "notices"), ("Secrets", "kyc") })
        {
            await page.GetByRole(AriaRole.Tab, new() { Name = name }).ClickAsync();
            await page.GetByRole(AriaRole.Tabpanel).GetByText(shown).First.WaitForAsync();
        }

        await tab.CheckAsync();
    }

    [Fact]
    public async Task A_page_from_elsewhere_may_not_move_the_clock()
    {
#pragma warning disable RS0030 // A client outside of the app.
        using var http = new HttpClient();
#pragma warning restore RS0030
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Local.Control, "clock/next"));
        request.Headers.Add("Origin", "https://elsewhere.example");
        using var answer = await http.SendAsync(request);
        Assert.Equal(403, (int)answer.StatusCode);
    }
}
