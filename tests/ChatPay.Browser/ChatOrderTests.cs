using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>Buyer and seller act on an order in the chat, and each sees the other's actions at once.</summary>
public sealed class ChatOrderTests(Stage stage, Chromium chromium) : ChatTest(stage, chromium)
{
    [Fact]
    public async Task A_seller_who_does_not_ship_loses_the_sale_and_both_see_the_refund()
    {
        var sale = await PaidAsync("unshipped");
        var (buyer, seller) = (await BuyerAsync(sale, "unshipped"), await AsSellerAsync(sale, "unshipped"));
        await Status(buyer, "Paid, to be shipped").WaitForAsync();
        await Clock.AdvanceAsync(TimeSpan.FromDays(8));
        await Status(buyer, "Refunded").WaitForAsync();
        await Status(seller, "Refunded").WaitForAsync();
        await Log(buyer).GetByText("54.50 USD was refunded to you").WaitForAsync();
        await Button(seller, "Mark as shipped").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await buyer.CheckAsync();
        await seller.CheckAsync();
    }

    [Fact]
    public async Task A_complaint_is_read_answered_and_closed()
    {
        var sale = await PaidAsync("complaint");
        await sale.ShipAsync();
        var (buyer, seller) = (await BuyerAsync(sale, "complaint"), await AsSellerAsync(sale, "complaint"));
        await Button(buyer, "More…").ClickAsync();
        await Button(buyer, "Report a problem").ClickAsync();
        Assert.Equal("true", await Submit(buyer).GetAttributeAsync("aria-disabled"));
        await buyer.Page.GetByRole(AriaRole.Dialog).GetByLabel("Message").FillAsync("One handle\nis chipped.");
        await buyer.CheckAsync();
        await Submit(buyer).ClickAsync();
        await buyer.Page.Locator(".wish").GetByText("You complained").WaitForAsync();

        await seller.Page.Locator(".wish").GetByText("One handle is chipped.").WaitForAsync();
        await Button(seller, "Answer the complaint").ClickAsync();
        var sheet = seller.Page.GetByRole(AriaRole.Dialog);
        await sheet.GetByLabel("I will put it right").CheckAsync();
        await sheet.GetByLabel("An amount").CheckAsync();
        await sheet.GetByLabel("Amount", new() { Exact = true }).FillAsync("60");
        await sheet.Locator(".error").GetByText("At most US$54.50").WaitForAsync();
        await sheet.GetByLabel("Amount", new() { Exact = true }).FillAsync("12");
        await sheet.GetByLabel("Message").FillAsync("Sorry!");
        await seller.CheckAsync();
        await Submit(seller).ClickAsync();

        await Log(buyer).GetByText("Your complaint has been resolved (Sorry!)").WaitForAsync();
        await seller.Page.Locator(".wish").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await buyer.Page.GetByRole(AriaRole.Link, new() { Name = "Details" }).ClickAsync();
        await Panel(buyer).GetByText("Complaint: resolved").WaitForAsync();
        await Panel(buyer).GetByText("Refund of US$12.00").WaitForAsync();
        await buyer.CheckAsync();
    }

    [Fact]
    public async Task A_refund_that_was_asked_for_is_denied_and_a_part_is_given()
    {
        var sale = await PaidAsync("asked");
        var (buyer, seller) = (await BuyerAsync(sale, "asked"), await AsSellerAsync(sale, "asked"));
        await Button(buyer, "More…").ClickAsync();
        await Button(buyer, "Ask for a refund").ClickAsync();
        await buyer.Page.GetByRole(AriaRole.Dialog).GetByLabel("Message").FillAsync("I have changed my mind.");
        await Submit(buyer).ClickAsync();

        await seller.Page.Locator(".wish").GetByText("I have changed my mind.").WaitForAsync();
        await Button(seller, "Answer the refund request").ClickAsync();
        await seller.Page.GetByLabel("Do not refund").CheckAsync();
        Assert.Equal("true", await Submit(seller).GetAttributeAsync("aria-disabled"));
        await seller.Page.GetByRole(AriaRole.Dialog).GetByLabel("Message").FillAsync("They are made already.");
        await Submit(seller).ClickAsync();
        await Log(buyer).GetByText("denied the refund of 54.50 USD (They are made already)").WaitForAsync();

        await Button(seller, "More…").ClickAsync();
        await Button(seller, "Refund the buyer").ClickAsync();
        await seller.Page.GetByRole(AriaRole.Dialog).GetByLabel("An amount").CheckAsync();
        await seller.Page.GetByRole(AriaRole.Dialog).GetByLabel("Amount", new() { Exact = true }).FillAsync("4.50");
        await Submit(seller).ClickAsync();
        await Clock.DrainAsync();
        await Log(buyer).GetByText("4.50 USD was refunded to you").WaitForAsync();
    }

    [Fact]
    public async Task More_time_to_ship_is_asked_for_and_given()
    {
        var sale = await PaidAsync("time");
        var (buyer, seller) = (await BuyerAsync(sale, "time"), await AsSellerAsync(sale, "time"));
        await Button(seller, "More…").ClickAsync();
        await Button(seller, "Ask for more time to ship").ClickAsync();
        var until = Clock.GetUtcNow().AddDays(12);
        await seller.Page.GetByLabel("New ship-by date").FillAsync($"{until:yyyy-MM-dd}");
        await seller.Page.GetByLabel("Why?").FillAsync("The kiln is broken.");
        await Submit(seller).ClickAsync();
        await buyer.Page.Locator(".wish").GetByText("The kiln is broken.").WaitForAsync();
        await Button(buyer, "Answer the request for more time").ClickAsync();
        await buyer.Page.GetByLabel("I will wait until then").CheckAsync();
        await buyer.CheckAsync();
        await Submit(buyer).ClickAsync();
        await Log(seller).GetByText("The buyer agrees to wait").WaitForAsync();
    }

    [Fact]
    public async Task A_request_is_changed_before_it_is_paid_and_the_old_one_can_no_longer_be()
    {
        var sale = await RequestAsync("changed");
        var (buyer, seller) = (await BuyerAsync(sale, "changed"), await AsSellerAsync(sale, "changed"));
        await Button(seller, "Edit the request").ClickAsync();
        var sheet = seller.Page.GetByRole(AriaRole.Dialog);
        Assert.Equal("24.00", await sheet.GetByLabel("Price each").InputValueAsync());
        await sheet.GetByLabel("Price each").FillAsync("20");
        await seller.CheckAsync();
        await Submit(seller).ClickAsync();
        await Log(buyer).GetByText("US$46.50").First.WaitForAsync();
        await Status(buyer, "Cancelled").WaitForAsync();
        await Assertions.Expect(Button(buyer, "Pay with PayPal")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_request_shows_its_limits_while_it_is_typed_keeps_its_draft_and_shows_what_the_server_finds()
    {
        var sale = await TalkAsync("limits");
        var seller = await AsSellerAsync(sale, "limits", Phone);
        await Button(seller, "Request payment").ClickAsync();
        var sheet = seller.Page.GetByRole(AriaRole.Dialog);
        await sheet.GetByLabel("What is it?").FillAsync("A vase\u202e");
        await sheet.GetByLabel("Price each").FillAsync("800");
        await sheet.GetByText("The total must be between US$1.00 and US$750.00.").WaitForAsync();
        await sheet.GetByLabel("Price each").FillAsync("80,999");
        await sheet.GetByText("Enter an amount").WaitForAsync();
        await sheet.GetByLabel("Price each").FillAsync("80,99");
        await sheet.GetByLabel("Quantity").FillAsync("0");
        await sheet.GetByText("A number from 1 to 999").WaitForAsync();
        await sheet.GetByLabel("Quantity").FillAsync("1");
        await seller.CheckAsync();

        await seller.Page.ReloadAsync();
        await Button(seller, "Request payment").ClickAsync();
        Assert.Equal("80,99", await sheet.GetByLabel("Price each").InputValueAsync());
        await Submit(seller).ClickAsync();
        await sheet.Locator(".field", new() { HasText = "What is it?" }).Locator(".error").WaitForAsync();
        await sheet.GetByLabel("What is it?").FillAsync("A vase");
        await Submit(seller).ClickAsync();
        await Log(seller).GetByText("US$80.99").WaitForAsync();
        await Button(seller, "Request payment").ClickAsync();
        Assert.Equal("", await sheet.GetByLabel("Price each").InputValueAsync());
    }

    [Fact]
    public async Task States_actions_and_events_of_a_newer_server_are_shown_as_far_as_they_go()
    {
        var sale = await PaidAsync("newer");
        var seller = await OpenAsync($"chat/{sale.ConversationId}", Desktop);
        await seller.Page.RouteAsync("**/api/v1/orders/**", async route =>
        {
            var response = await route.FetchAsync();
            var text = (await response.TextAsync())
                .Replace("\"status\":\"paid\"", "\"status\":\"inCustoms\"", StringComparison.Ordinal)
                .Replace("\"statusText\":\"", "\"statusText\":\"At customs since Monday\",\"was\":\"", StringComparison.Ordinal)
                .Replace("\"step\":\"delivered\"", "\"step\":\"cleared\"", StringComparison.Ordinal)
                .Replace("\"allowedActions\":[", "\"allowedActions\":[\"customs/7/declaration\",", StringComparison.Ordinal)
                .Replace("\"type\":\"paymentApproved\"", "\"type\":\"customsEntered\"", StringComparison.Ordinal);
            await route.FulfillAsync(new() { Response = response, Body = text });
        });
        await seller.SignInAsync("newer-seller", "seller");
        await Status(seller, "At customs since Monday").WaitForAsync();
        await Button(seller, "Mark as shipped").WaitForAsync();
        await seller.Page.GetByRole(AriaRole.Link, new() { Name = "Details" }).ClickAsync();
        await Panel(seller).GetByText("This page is out of date.").WaitForAsync();
        await Panel(seller).GetByText("Customs entered").WaitForAsync();
        await seller.CheckAsync();
    }
}
