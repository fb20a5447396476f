using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal.Payouts;
using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>The operator's desk: what cannot continue by itself, and the buttons that fix it.</summary>
public sealed class OpsTests(Stage stage, Chromium chromium) : PageTest(stage, chromium)
{
    [Fact]
    public async Task A_seller_who_waits_is_looked_at_and_verified_as_they_were_seen()
    {
        using var sale = Stage.NewSale("ops-verify");
        await HandInAsync(sale);
        var tab = await OpenAsync("ops/sellers", Desktop);
        await SignInAsync(tab);
        await tab.CheckAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = sale.SellerId }).ClickAsync();
        await tab.Page.GetByText("EXAMPLESELL23").WaitForAsync();
        await tab.CheckAsync();

        await ClickAsync(tab.Page, "Verify the seller");
        await tab.CheckAsync();
        // The payout account changes while the operator looks: verifying would apply to something else than was seen.
        Sale.Must(await sale.Seller.PutAsync("sellers/me/payout-receiver", new { payPalMerchantId = "EXAMPLESELL24" }), 200);
        await ConfirmAsync(tab.Page, "Verify the seller");
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Alert).WaitForAsync();
        Assert.NotEqual("active", await StatusAsync(sale));

        await tab.Page.Keyboard.PressAsync("Escape");
        await tab.Page.GetByText("EXAMPLESELL24").WaitForAsync();
        await ClickAsync(tab.Page, "Verify the seller");
        await ConfirmAsync(tab.Page, "Verify the seller");
        await tab.Page.GetByText("Active", new() { Exact = true }).WaitForAsync();
        Assert.Equal("active", await StatusAsync(sale));
    }

    [Fact]
    public async Task A_payout_that_fails_is_an_alert_and_is_paid_again_with_its_button()
    {
        using var sale = await ShippedAsync("ops-payout");
        Local.PayPal.Outcomes.Payout($"{sale.OrderId}-payout-1", new PayoutOutcome("FAILED", "RECEIVER_UNREGISTERED"));
        await Clock.AdvanceAsync(TimeSpan.FromHours(75));
        var tab = await OpenAsync("ops");
        await SignInAsync(tab);
        var alert = tab.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = sale.OrderId });
        await alert.GetByRole(AriaRole.Heading, new() { Name = "PayPal refused a payout" }).WaitForAsync();
        await tab.CheckAsync();

        await alert.GetByRole(AriaRole.Button, new() { Name = "Pay again" }).ClickAsync();
        await ConfirmAsync(tab.Page, "Pay again");
        await tab.Page.GetByText("is sent to seller").WaitForAsync();
        await tab.CheckAsync();
        await ConfirmAsync(tab.Page, "Yes: Pay again");
        await tab.Page.GetByRole(AriaRole.Dialog).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await Clock.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Equal("paidOut", await sale.StatusAsync());
        await alert.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await tab.CheckAsync();
    }

    [Fact]
    public async Task Payouts_are_paused_with_a_reason_after_a_second_look_and_go_on_again()
    {
        using var sale = Stage.NewSale("ops-pause");
        var tab = await OpenAsync("ops/payouts");
        await SignInAsync(tab);
        await tab.Page.GetByText("Payouts are running").WaitForAsync();
        await tab.CheckAsync();
        await ClickAsync(tab.Page, "Pause all payouts");
        await tab.Page.GetByLabel("Reason").FillAsync("PayPal looks into our account.");
        await ConfirmAsync(tab.Page, "Pause all payouts");
        await tab.Page.GetByText("no payout is sent to any seller").WaitForAsync();
        Assert.False(await PauseAsync(sale));
        await ConfirmAsync(tab.Page, "Yes: Pause all payouts");
        await tab.Page.GetByText("Payouts are paused").WaitForAsync();
        await tab.Page.GetByText("PayPal looks into our account.").WaitForAsync();
        await tab.CheckAsync();
        Assert.True(await PauseAsync(sale));

        await ClickAsync(tab.Page, "Resume payouts");
        await ConfirmAsync(tab.Page, "Resume payouts");
        await ConfirmAsync(tab.Page, "Yes: Resume payouts");
        await tab.Page.GetByText("Payouts are running").WaitForAsync();
        Assert.False(await PauseAsync(sale));
    }

    [Fact]
    public async Task A_dead_letter_is_looked_at_as_text_and_put_back()
    {
        await using var client = Local.Bus.CreateClient();
        await using var sender = client.CreateSender(Queues.InboundPayments);
        await sender.SendMessageAsync(new ServiceBusMessage("<b>no JSON</b>") { MessageId = "broken-1" });
        await Clock.AdvanceAsync(TimeSpan.FromHours(2));
        var tab = await OpenAsync("ops");
        await SignInAsync(tab);
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "View them" }).ClickAsync();
        await tab.CheckAsync();
        await ClickAsync(tab.Page, "broken-1");
        await tab.Page.GetByText("<b>no JSON</b>").WaitForAsync();
        await tab.CheckAsync();

        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Resubmit" }).ClickAsync();
        await tab.Page.GetByText("is processed again").WaitForAsync();
        await tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Resubmit" }).GetByRole(AriaRole.Button, new() { Name = "Resubmit" })
            .ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "broken-1-again-" }).WaitForAsync();
        await tab.CheckAsync();

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "broken-1-again-" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Discard" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Yes: Discard" }).ClickAsync();
        await tab.Page.GetByText("There are none. All messages were processed.").WaitForAsync();
    }

    [Fact]
    public async Task An_order_is_found_by_its_tracking_number_and_its_payout_is_blocked_and_let_go()
    {
        using var sale = await ShippedAsync("ops-block");
        var tab = await OpenAsync("ops/orders", Desktop);
        await SignInAsync(tab);
        await tab.CheckAsync();
        await tab.Page.GetByLabel("Order, buyer, seller, tracking number or PayPal ID").FillAsync("9400 1000 0000 0000 0000 00");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.CheckAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = sale.OrderId }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Ledger" }).WaitForAsync();
        await tab.Page.GetByText("processor:balance").First.WaitForAsync();
        await tab.CheckAsync();

        await ClickAsync(tab.Page, "Block the payout");
        await tab.Page.GetByLabel("Reason").FillAsync("The parcel is looked for.");
        await ConfirmAsync(tab.Page, "Block the payout");
        await tab.Page.GetByText("The parcel is looked for.").First.WaitForAsync();
        await Clock.AdvanceAsync(TimeSpan.FromHours(75));
        Assert.NotEqual("paidOut", await sale.StatusAsync());

        await ClickAsync(tab.Page, "Lift the block");
        await ConfirmAsync(tab.Page, "Lift the block");
        await tab.Page.GetByRole(AriaRole.Dialog).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await Clock.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal("paidOut", await sale.StatusAsync());
        await tab.Page.GetByText("Paid out", new() { Exact = true }).First.WaitForAsync();

        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Who did what" }).ClickAsync();
        await tab.Page.GetByText("BlockPayout", new() { Exact = true }).First.WaitForAsync();
        await tab.CheckAsync();
    }

    [Fact]
    public async Task Who_is_no_operator_sees_nothing_of_it()
    {
        var tab = await OpenAsync("ops/payouts");
        await tab.SignInAsync("seller at the operator's door", "seller");
        await tab.Page.GetByRole(AriaRole.Heading, new() { Name = "This page is not for you" }).WaitForAsync();
        Assert.Equal(0, await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Pause all payouts" }).CountAsync());
        Assert.Equal(0, await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Dead letters" }).CountAsync());
        await tab.CheckAsync();
    }

    [Fact]
    public async Task An_alert_is_resolved_with_the_keyboard_alone()
    {
        using var sale = await ShippedAsync("ops-keys");
        Local.PayPal.Outcomes.Payout($"{sale.OrderId}-payout-1", new PayoutOutcome("UNCLAIMED", "RECEIVER_UNREGISTERED"));
        await Clock.AdvanceAsync(TimeSpan.FromHours(75));
        var tab = await OpenAsync("ops?kind=payout-withheld");
        await SignInAsync(tab);
        var alert = tab.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = sale.OrderId });
        await alert.WaitForAsync();
        await TabToAsync(tab.Page, "Resolve…");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await TabToAsync(tab.Page, "What was done");
        await tab.Page.Keyboard.TypeAsync("Told the seller to claim it.");
        await TabToAsync(tab.Page, "Cancel");
        await tab.Page.Keyboard.PressAsync("Enter");
        // The focus is where it was, and what was typed is still there.
        await Assertions.Expect(alert.GetByRole(AriaRole.Button, new() { Name = "Resolve…" })).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("Told the seller to claim it.", await tab.Page.GetByLabel("What was done").InputValueAsync());
        await TabToAsync(tab.Page, "Cancel");
        await tab.Page.Keyboard.PressAsync("Tab");
        await tab.Page.Keyboard.PressAsync("Enter");
        await alert.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        // The focused element is gone: the focus moves to the heading instead of being lost.
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Waiting for you" })).ToBeFocusedAsync();
        await tab.CheckAsync();
    }

    private static Task SignInAsync(Tab tab) => tab.SignInAsync("operator", "operator");

    private static Task ClickAsync(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static Task ConfirmAsync(IPage page, string button) => page.GetByRole(AriaRole.Dialog)
        .GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static async Task TabToAsync(IPage page, string label)
    {
        const int steps = 40;
        for (var step = 0; ; step++)
        {
            var now = await page.EvaluateAsync<string>(
                "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()");
            if (now == label)
                return;
            Assert.True(step < steps, $"The keyboard does not get to '{label}'; it is at '{now}'.");
            await page.Keyboard.PressAsync("Tab");
        }
    }

    private static async Task<string> StatusAsync(Sale sale) => Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["status"]!;

    private static async Task<bool> PauseAsync(Sale sale) =>
        Sale.Must(await sale.Operator.GetAsync("ops/payouts-pause"), 200).Body.GetProperty("paused").GetBoolean();

    private async Task<Sale> ShippedAsync(string name)
    {
        var sale = Stage.NewSale(name);
        await sale.SignUpAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await sale.ShipAsync();
        return sale;
    }

    /// <summary>Does everything that a seller does before an operator reviews the account.</summary>
    private static async Task HandInAsync(Sale sale)
    {
        var me = Sale.Must(
            await sale.Seller.PostAsync(
                "sellers",
                new { businessName = "Example Pottery", accountType = "business", country = "US", payPalMerchantId = "EXAMPLESELL23" }),
            201);
        sale.SellerId = me["id"]!;
        Sale.Must(await sale.Seller.PostAsync("sellers/me/terms-acceptance", new { version = me["currentTermsVersion"] }), 200);
        Sale.Must(
            await sale.Seller.PutAsync(
                "sellers/me/kyc",
                new
                {
                    legalName = Sale.LegalName,
                    dateOfBirth = "1985-04-12",
                    taxIdKind = "ssn",
                    taxId = Sale.SocialSecurityNumber,
                    address = new { line1 = Sale.Street, city = "Portland", state = "OR", postalCode = "97201" },
                }),
            200);
    }
}
