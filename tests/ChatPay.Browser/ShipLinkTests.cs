using System.Text.RegularExpressions;
using ChatPay.Local.Demo;
using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>The page behind the link in a seller's mail.</summary>
public sealed partial class ShipLinkTests(Stage stage, Chromium chromium) : PageTest(stage, chromium)
{
    [Fact]
    public async Task A_seller_corrects_the_number_and_marks_as_shipped_out_of_the_mail()
    {
        var (sale, link) = await PaidAsync("ships by mail");
        var tab = await OpenAsync(link, language: "en-US");
        var page = tab.Page;
        await Heading(page, "To ship").WaitForAsync();
        await page.GetByText("2 × Blue mug, hand-thrown").WaitForAsync();
        Assert.Contains("US", await page.Locator("address").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByText("Your payout will be").WaitForAsync();
        await tab.CheckAsync();

        await page.GetByLabel("Carrier", new() { Exact = true }).SelectOptionAsync("UPS");
        await page.GetByLabel("Tracking number").FillAsync("12 34");
        await page.Locator("#shipped").ClickAsync();
        await page.GetByText("This does not look like a UPS number").WaitForAsync();
        // Typed text stays, and the field to fix has the focus.
        Assert.Equal("UPS", await page.GetByLabel("Carrier", new() { Exact = true }).InputValueAsync());
        Assert.Equal("12 34", await page.GetByLabel("Tracking number").InputValueAsync());
        Assert.Equal("trackingNumber", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal("paid", await sale.StatusAsync());
        await tab.CheckAsync();

        await page.GetByLabel("Tracking number").FillAsync("1Z 999 AA1 01 2345 6784");
        await page.Keyboard.PressAsync("Enter");
        await Heading(page, "Thank you").WaitForAsync();
        await page.GetByText("Your payout is due on").WaitForAsync();
        await tab.CheckAsync();
        await Clock.DrainAsync();
        Assert.Equal("shipped", await sale.StatusAsync());

        await page.GotoAsync(new Uri(Local.Address, link).AbsoluteUri);
        await Heading(page, "Marked as shipped").WaitForAsync();
        // The address is only shown while there is something to ship.
        Assert.Equal(0, await page.Locator("address").CountAsync());
    }

    [Fact]
    public async Task A_seller_without_JavaScript_ships_with_another_carrier_in_Italian()
    {
        var (sale, link) = await PaidAsync("spedisce senza script");
        var tab = await OpenAsync(link, language: "it-IT", script: false);
        await tab.Page.GetByLabel("Corriere", new() { Exact = true }).SelectOptionAsync("OTHER");
        await tab.Page.GetByLabel("Nome del corriere").FillAsync("Poste Example");
        await tab.Page.GetByLabel("Numero di tracciamento").FillAsync("AB123456789IT");
        await tab.Page.Locator("#shipped").ClickAsync();
        await Heading(tab.Page, "Grazie").WaitForAsync();
        await Clock.DrainAsync();
        Assert.Equal("shipped", await sale.StatusAsync());
    }

    [Fact]
    public async Task A_number_without_a_carrier_is_said_beside_the_field_and_one_that_is_sure_is_taken()
    {
        var (sale, link) = await PaidAsync("is sure");
        var tab = await OpenAsync(link);
        await tab.Page.GetByLabel("Carrier", new() { Exact = true }).SelectOptionAsync("USPS");
        await tab.Page.Locator("#shipped").ClickAsync();
        await tab.Page.GetByText("Enter the number, or choose").WaitForAsync();
        await tab.CheckAsync();

        await tab.Page.GetByLabel("Tracking number").FillAsync("77");
        await tab.Page.Locator("#shipped").ClickAsync();
        await tab.Page.GetByLabel("The number is right").CheckAsync();
        await tab.Page.Locator("#shipped").ClickAsync();
        await tab.Page.GetByText("nothing is paid out until you correct it").WaitForAsync();
        Assert.Equal("shipped", await sale.StatusAsync());
    }

    [Fact]
    public async Task A_number_without_its_carrier_is_said_at_the_choice_of_carriers_where_it_can_be_seen()
    {
        var (_, link) = await PaidAsync("no carrier");
        var tab = await OpenAsync(link);
        await tab.Page.GetByLabel("Tracking number").FillAsync("9400100000000000000000");
        await tab.Page.Locator("#shipped").ClickAsync();
        await tab.Page.GetByText("Choose the carrier of this number").WaitForAsync();
        var choice = tab.Page.GetByLabel("Carrier", new() { Exact = true });
        Assert.Equal(("true", "carrier-error"), (
            await choice.GetAttributeAsync("aria-invalid"), await choice.GetAttributeAsync("aria-describedby")));
        await Assertions.Expect(choice).ToBeFocusedAsync();
        await tab.CheckAsync();
    }

    private static ILocator Heading(IPage page, string name) => page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 });

    /// <summary>A sale that is paid, and the path of the link in the seller's mail.</summary>
    private async Task<(Sale Sale, string Link)> PaidAsync(string name)
    {
        var sale = Stage.NewSale(name);
        await sale.SignUpAsync();
        var to = $"{name.Replace(' ', '.')}@pottery.example";
        Sale.Must(await sale.Seller.PutAsync("sellers/me/contact", new { email = to }), 200);
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await Clock.DrainAsync();
        return (sale, new Uri(Link().Match(Local.Mail.Mails.Last(mail => mail.To == to).Text).Value).AbsolutePath);
    }

    [GeneratedRegex(@"http\S+/ship/\S+")]
    private static partial Regex Link();
}
