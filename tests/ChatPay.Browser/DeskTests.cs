using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal.Payouts;
using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>The seller's desk: orders to ship, money, orders, statements, and the setup up to the first sale.</summary>
public sealed class DeskTests(Stage stage, Chromium chromium) : PageTest(stage, chromium)
{
    [Fact]
    public async Task A_new_seller_goes_through_the_list_until_the_operator_has_verified_them()
    {
        using var sale = Stage.NewSale("desk-new");
        var tab = await OpenAsync("desk");
        await tab.SignInAsync("desk-new-seller", "seller");
        var page = tab.Page;
        await page.GetByRole(AriaRole.Heading, new() { Name = "Setup" }).WaitForAsync();
        await tab.CheckAsync();

        await page.GetByLabel("Name of the business").FillAsync("Example Pottery");
        await page.GetByLabel("PayPal merchant ID").FillAsync("nothing");
        await ClickAsync(page, "Open the account");
        Assert.Contains("13 capital letters", await ErrorOfAsync(page, "PayPal merchant ID"), StringComparison.Ordinal);
        Assert.Equal("Example Pottery", await page.GetByLabel("Name of the business").InputValueAsync());
        await page.GetByLabel("PayPal merchant ID").FillAsync("EXAMPLESELL23");
        await ClickAsync(page, "Open the account");

        await page.GetByLabel("I have read the terms").CheckAsync();
        await ClickAsync(page, "Agree");
        await HandInIdentityAsync(page);
        await page.GetByText("SSN ending in 3456").WaitForAsync();
        await page.GetByText("An operator is reviewing what you submitted.").WaitForAsync();
        await page.GetByText("4 of 5 steps done.").WaitForAsync();
        await tab.CheckAsync();

        sale.SellerId = Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["id"]!;
        await sale.VerifyAsync();
        await page.GetByText("All done: you can sell.").WaitForAsync();
        await tab.CheckAsync();
    }

    [Fact]
    public async Task Identity_data_comes_back_masked_and_is_nowhere_in_the_browser_and_what_is_wrong_is_said_beside_each_field()
    {
        using var sale = Stage.NewSale("desk-kyc");
        var me = Sale.Must(await sale.Seller.PostAsync(
            "sellers",
            new { businessName = "Example Pottery", accountType = "business", country = "US", payPalMerchantId = "EXAMPLESELL23" }), 201);
        Sale.Must(await sale.Seller.PostAsync("sellers/me/terms-acceptance", new { version = me["currentTermsVersion"] }), 200);
        var tab = await OpenAsync("desk/setup");
        await tab.SignInAsync("desk-kyc-seller", "seller");
        var page = tab.Page;

        await page.GetByLabel("Full legal name").FillAsync(Sale.LegalName);
        await page.GetByLabel("Date of birth").FillAsync("1985-04-12");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Tax ID" }).FillAsync("000-12-3456");
        await page.GetByLabel("Street and number").FillAsync(Sale.Street);
        await page.GetByLabel("City").FillAsync("Portland");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "State" }).FillAsync("ZZ");
        await page.GetByLabel("ZIP code").FillAsync("972");
        await ClickAsync(page, "Submit");
        await page.GetByText("3 fields need correcting.").WaitForAsync();
        Assert.Contains("Social Security", await ErrorOfAsync(page, "Tax ID", AriaRole.Textbox), StringComparison.Ordinal);
        Assert.Contains("US state", await ErrorOfAsync(page, "State", AriaRole.Textbox), StringComparison.Ordinal);
        Assert.Equal("Must have five digits, or nine as in NNNNN-NNNN.", await ErrorOfAsync(page, "ZIP code"));
        await tab.CheckAsync();

        await HandInIdentityAsync(page);
        await page.GetByText("SSN ending in 3456").WaitForAsync();
        await page.ReloadAsync();
        await page.GetByText("SSN ending in 3456").WaitForAsync();
        await ClickAsync(page, "Submit again");
        Assert.Equal("", await page.GetByLabel("Full legal name").InputValueAsync());
        var kept = await page.EvaluateAsync<string>(
            """
            async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, await indexedDB.databases(),
              await Promise.all((await caches.keys()).map(async name => (await (await caches.open(name)).keys()).map(r => r.url)))])
            """);
        foreach (var secret in (string[])[Sale.LegalName, Sale.SocialSecurityNumber, "734123456", "1985-04-12", Sale.Street])
        {
            Assert.DoesNotContain(secret, kept, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_seller_ships_from_the_desk_and_sees_the_payout_arrive()
    {
        using var sale = await PaidAsync("desk-ship");
        var tab = await OpenAsync("desk");
        await tab.SignInAsync("desk-ship-seller", "seller");
        var page = tab.Page;
        await page.GetByRole(AriaRole.Heading, new() { Name = "1 order to ship" }).WaitForAsync();
        await tab.CheckAsync();

        await ClickAsync(page, "Mark as shipped");
        var sheet = page.GetByRole(AriaRole.Dialog);
        await sheet.GetByText("Ship to").WaitForAsync();
        await sheet.GetByLabel("Carrier").SelectOptionAsync("USPS");
        await sheet.GetByLabel("Tracking number").FillAsync("9400 1000 0000 0000 0000 00");
        await tab.CheckAsync();
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Mark as shipped" }).DblClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "All done" }).WaitForAsync();
        await Clock.DrainAsync();
        var order = Sale.Must(await sale.Seller.GetAsync($"orders/{sale.OrderId}"), 200).Body;
        Assert.Equal("shipped", order.GetProperty("status").GetString());
        Assert.Equal(1, order.GetProperty("shipments").GetArrayLength());

        await ClickAsync(page, "Money", AriaRole.Link);
        await page.GetByText("Next payout:").WaitForAsync();
        await page.GetByText("Nothing has been paid out yet.").WaitForAsync();
        await Clock.AdvanceAsync(TimeSpan.FromHours(75));
        await page.GetByRole(AriaRole.Listitem).GetByText("Paid", new() { Exact = true }).WaitForAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Payouts by week" }).WaitForAsync();
        await page.GetByText("Show as a table").ClickAsync();
        Assert.Equal(8, await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Row).CountAsync() - 1);
        await tab.CheckAsync();
    }

    [Fact]
    public async Task A_seller_sees_a_payout_that_failed_and_mends_it_by_naming_another_account()
    {
        using var sale = await PaidAsync("desk-fail");
        await sale.ShipAsync();
        Local.PayPal.Outcomes.Payout($"{sale.OrderId}-payout-1", PayoutOutcome.Failed);
        await Clock.AdvanceAsync(TimeSpan.FromHours(75));
        var tab = await OpenAsync("desk/money", Desktop);
        await tab.SignInAsync("desk-fail-seller", "seller");
        var page = tab.Page;
        var trouble = page.GetByRole(AriaRole.Region, new() { Name = "Payouts that did not go through" });
        await trouble.GetByText("PayPal says: the account is locked.").WaitForAsync();
        Assert.Equal(0, await page.GetByText("with the next run").CountAsync());
        await tab.CheckAsync();

        await trouble.GetByRole(AriaRole.Button, new() { Name = "Change the PayPal account" }).ClickAsync();
        var sheet = page.GetByRole(AriaRole.Dialog);
        await sheet.GetByLabel("PayPal merchant ID").FillAsync("cqrrectedsel2");
        await tab.CheckAsync();
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await page.GetByText("You are being verified.").WaitForAsync();
        await page.GetByText("Payouts wait until").WaitForAsync();

        await sale.VerifyAsync();
        Sale.Must(await sale.Operator.PostAsync($"orders/{sale.OrderId}/payouts/1/retry", null, "retry"), 200);
        await Clock.AdvanceAsync(TimeSpan.FromHours(75));
        await page.GetByRole(AriaRole.Listitem).GetByText("Paid", new() { Exact = true }).WaitForAsync();
        await Assertions.Expect(trouble).ToHaveCountAsync(0);
        Assert.Equal("paidOut", await sale.StatusAsync());
    }

    [Fact]
    public async Task Orders_are_filtered_and_one_is_shown_with_its_way_and_what_can_be_done()
    {
        using var sale = await PaidAsync("desk-orders");
        var tab = await OpenAsync("desk/orders", Desktop);
        await tab.SignInAsync("desk-orders-seller", "seller");
        var page = tab.Page;
        await page.GetByLabel("Show").SelectOptionAsync("shipped");
        await page.GetByText("No order has this status.").WaitForAsync();
        await page.GetByLabel("Show").SelectOptionAsync("paid");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("94001000");
        await page.GetByRole(AriaRole.Searchbox).PressAsync("Enter");
        await page.GetByText("Nothing found for “94001000”.").WaitForAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync(sale.OrderId);
        await ClickAsync(page, "Search");
        await page.GetByRole(AriaRole.Link, new() { Name = "Blue mug" }).ClickAsync();
        var panel = page.GetByRole(AriaRole.Article);
        await panel.GetByText("Ship to").WaitForAsync();
        Assert.EndsWith($"/desk/orders/{sale.OrderId}?status=paid&q={sale.OrderId}", page.Url, StringComparison.Ordinal);
        await panel.GetByText("The buyer approved the payment", new() { Exact = true }).WaitForAsync();
        await tab.CheckAsync();

        await panel.GetByRole(AriaRole.Button, new() { Name = "Ask for more time to ship" }).ClickAsync();
        var sheet = page.GetByRole(AriaRole.Dialog);
        await sheet.GetByLabel("New ship-by date").FillAsync(Clock.GetUtcNow().AddDays(60).ToString("yyyy-MM-dd"));
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Ask for more time to ship" }).ClickAsync();
        await sheet.GetByText("at the latest").First.WaitForAsync();
        await tab.CheckAsync();
    }

    [Fact]
    public async Task A_statement_is_shown_and_saved_as_CSV()
    {
        using var sale = await PaidAsync("desk-books");
        var tab = await OpenAsync("desk/statements");
        await tab.SignInAsync("desk-books-seller", "seller");
        var page = tab.Page;
        await page.GetByText("Payment received").WaitForAsync();
        await tab.CheckAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => ClickAsync(page, "Save as CSV"));
        Assert.EndsWith(".csv", download.SuggestedFilename, StringComparison.Ordinal);
        var csv = await File.ReadAllTextAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Contains(sale.OrderId, csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shipping_needs_no_mouse_and_the_focus_is_never_lost()
    {
        using var sale = await PaidAsync("desk-keys");
        var tab = await OpenAsync("desk");
        await tab.SignInAsync("desk-keys-seller", "seller");
        var page = tab.Page;
        await page.GetByRole(AriaRole.Heading, new() { Name = "1 order to ship" }).WaitForAsync();
        await TabToAsync(page, "Mark as shipped");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Dialog).GetByText("Ship to").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.Equal("Mark as shipped", await FocusedAsync(page));

        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "Carrier");
        // The carriers are loaded when the dialog opens; until then, no letter selects one.
        await Assertions.Expect(page.GetByRole(AriaRole.Option, new() { Name = "USPS" })).ToBeAttachedAsync();
        await page.Keyboard.TypeAsync("USPS");
        await TabToAsync(page, "Tracking number");
        await page.Keyboard.TypeAsync("9400100000000000000000");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "All done" }).WaitForAsync();
        await Assertions.Expect(page.Locator("h1")).ToBeFocusedAsync();
        Assert.Equal("shipped", await sale.StatusAsync());
    }

    private async Task<Sale> PaidAsync(string name)
    {
        var sale = Stage.NewSale(name);
        await sale.SignUpAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        return sale;
    }

    private static async Task HandInIdentityAsync(IPage page)
    {
        await page.GetByLabel("Full legal name").FillAsync(Sale.LegalName);
        await page.GetByLabel("Date of birth").FillAsync("1985-04-12");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Tax ID" }).FillAsync(Sale.SocialSecurityNumber);
        await page.GetByLabel("Street and number").FillAsync(Sale.Street);
        await page.GetByLabel("City").FillAsync("Portland");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "State" }).FillAsync("OR");
        await page.GetByLabel("ZIP code").FillAsync("97201");
        await ClickAsync(page, "Submit");
    }

    private static Task ClickAsync(IPage page, string name, AriaRole role = AriaRole.Button) =>
        page.GetByRole(role, new() { Name = name, Exact = true }).First.ClickAsync();

    private static async Task<string> ErrorOfAsync(IPage page, string label, AriaRole? role = null)
    {
        var field = role is { } of ? page.GetByRole(of, new() { Name = label }) : page.GetByLabel(label);
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        var notes = (await field.GetAttributeAsync("aria-describedby"))!;
        return await page.Locator($"[id='{notes.Split(' ')[^1]}']").InnerTextAsync();
    }

    private static async Task TabToAsync(IPage page, string name)
    {
        for (var i = 0; i < 40; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await FocusedAsync(page) == name)
                return;
        }

        Assert.Fail($"No {name} was reached by the keyboard.");
    }

    // The label or text of the focused element.
    private static Task<string> FocusedAsync(IPage page) =>
        page.EvaluateAsync<string>("(document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()");
}
