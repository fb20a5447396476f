using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>A sale in the chat, in two browsers: the buyer's phone, and the seller's desktop.</summary>
public sealed class ChatTests(Stage stage, Chromium chromium) : ChatTest(stage, chromium)
{
    [Fact]
    public async Task A_whole_sale_from_the_sellers_link_to_the_payout()
    {
        var sale = await SellerAsync("whole");
        var buyer = await OpenChatAsync("whole-buyer", "buyer", $"chat?with={sale.SellerId}");
        await SayAsync(buyer, "Hi! Are the blue mugs still there?");

        var seller = await OpenChatAsync("whole-seller", "seller", "chat", Desktop);
        await seller.Page.GetByRole(AriaRole.Link, new() { Name = "Buyer" }).ClickAsync();
        await Log(seller).GetByText("Are the blue mugs still there?").WaitForAsync();
        await SayAsync(seller, "Yes, two of them.");
        await Log(buyer).GetByText("Yes, two of them.").WaitForAsync();

        await AskForMoneyAsync(seller);
        await PayAsync(buyer);
        await buyer.Page.GotoAsync(new Uri(Local.Address, "chat").AbsoluteUri);
        await buyer.Page.GetByRole(AriaRole.Link, new() { Name = "Example Pottery" }).ClickAsync();
        await Status(buyer, "Paid, to be shipped").WaitForAsync();

        await Button(seller, "Mark as shipped").ClickAsync();
        var sheet = seller.Page.GetByRole(AriaRole.Dialog);
        await sheet.GetByLabel("Carrier").SelectOptionAsync("USPS");
        await sheet.GetByLabel("Tracking number").FillAsync("9400 1000");
        await sheet.GetByText("does not look like a").WaitForAsync();
        await sheet.GetByLabel("Tracking number").FillAsync("9400 1000 0000 0000 0000 00");
        await sheet.GetByText("This is a USPS number.").WaitForAsync();
        await seller.CheckAsync();
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Mark as shipped" }).ClickAsync();

        await Button(buyer, "I received it").ClickAsync();
        await buyer.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "I received it" }).ClickAsync();
        await Log(seller).GetByText("The buyer confirmed the delivery").WaitForAsync();

        await Clock.AdvanceAsync(TimeSpan.FromHours(76));
        await Status(seller, "Paid out").WaitForAsync();
        await seller.Page.GetByRole(AriaRole.Link, new() { Name = "Details" }).ClickAsync();
        await Panel(seller).GetByText("Paid on").WaitForAsync();
        await Status(buyer, "Delivered").WaitForAsync();
        await buyer.Page.GetByRole(AriaRole.Link, new() { Name = "Details" }).ClickAsync();
        await buyer.Page.GetByRole(AriaRole.Button, new() { Name = "Receipt" }).ClickAsync();
        await buyer.Page.GetByText("On your statement:").WaitForAsync();
        await buyer.CheckAsync();
        await seller.CheckAsync();
    }
}
