using ChatPay.Local.Demo;
using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>The base class of chat tests: people who are signed in, and their actions.</summary>
public abstract class ChatTest(Stage stage, Chromium chromium) : PageTest(stage, chromium)
{
    /// <summary>A seller who may sell, over the API.</summary>
    internal async Task<Sale> SellerAsync(string name)
    {
        var sale = Stage.NewSale(name);
        await sale.SignUpAsync();
        return sale;
    }

    /// <summary>A seller and a buyer in a conversation, over the API.</summary>
    internal async Task<Sale> TalkAsync(string name)
    {
        var sale = await SellerAsync(name);
        await sale.TalkAsync();
        return sale;
    }

    /// <summary>As <see cref="TalkAsync"/>, with a payment request of 54.50 USD.</summary>
    internal async Task<Sale> RequestAsync(string name)
    {
        var sale = await TalkAsync(name);
        await sale.RequestPaymentAsync();
        return sale;
    }

    /// <summary>As <see cref="RequestAsync"/>, and paid.</summary>
    internal async Task<Sale> PaidAsync(string name)
    {
        var sale = await RequestAsync(name);
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        return sale;
    }

    /// <summary>Opens a browser of a person who is signed in.</summary>
    protected async Task<Tab> OpenChatAsync(string subject, string role, string path, int width = Phone, string language = "en-GB")
    {
        var tab = await OpenAsync(path, width, language);
        await tab.SignInAsync(subject, role);
        return tab;
    }

    /// <summary>The buyer's phone, in the conversation of a sale.</summary>
    internal Task<Tab> BuyerAsync(Sale sale, string name, int width = Phone) =>
        OpenChatAsync($"{name}-buyer", "buyer", $"chat/{sale.ConversationId}", width);

    /// <summary>The seller's desktop, in the conversation of a sale.</summary>
    internal Task<Tab> AsSellerAsync(Sale sale, string name, int width = Desktop) =>
        OpenChatAsync($"{name}-seller", "seller", $"chat/{sale.ConversationId}", width);

    protected static ILocator Button(Tab tab, string name) => tab.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>The submit button of a sheet.</summary>
    protected static ILocator Submit(Tab tab) => tab.Page.GetByRole(AriaRole.Dialog).Locator("button[type=submit]");

    /// <summary>The order's status on its card.</summary>
    protected static ILocator Status(Tab tab, string words) =>
        tab.Page.Locator(".order.card .pill").GetByText(words, new() { Exact = true });

    /// <summary>The messages, with the cards among them.</summary>
    protected static ILocator Log(Tab tab) => tab.Page.GetByRole(AriaRole.Log);

    /// <summary>The order's panel.</summary>
    protected static ILocator Panel(Tab tab) => tab.Page.Locator(".panel");

    protected static ILocator Message(Tab tab) => tab.Page.GetByLabel("Message", new() { Exact = true });

    protected static async Task SayAsync(Tab tab, string text)
    {
        await Message(tab).FillAsync(text);
        await Message(tab).PressAsync("Enter");
        await tab.Page.Locator(".bubble.own:not(.waiting)").GetByText(text).WaitForAsync();
    }

    /// <summary>The messages of buyer and seller, from the server.</summary>
    internal static async Task<IReadOnlyList<string>> TextsAsync(Sale sale) =>
    [
        .. Sale.Must(await sale.Seller.GetAsync($"conversations/{sale.ConversationId}/messages?limit=100"), 200).Body
            .GetProperty("items").EnumerateArray().Select(m => m.GetProperty("text").GetString()!),
    ];

    /// <summary>The seller asks for two mugs and shipping.</summary>
    protected static async Task AskForMoneyAsync(Tab seller)
    {
        await Button(seller, "Request payment").ClickAsync();
        var sheet = seller.Page.GetByRole(AriaRole.Dialog);
        await sheet.GetByLabel("What is it?").FillAsync("Blue mug, hand-thrown");
        await sheet.GetByLabel("Quantity").FillAsync("2");
        await sheet.GetByLabel("Price each").FillAsync("24");
        await sheet.GetByLabel("Shipping", new() { Exact = true }).FillAsync("6,50");
        await sheet.GetByText("US$54.50").WaitForAsync();
        await Submit(seller).ClickAsync();
    }

    /// <summary>The buyer pays at PayPal, and returns.</summary>
    protected async Task PayAsync(Tab buyer)
    {
        await Button(buyer, "Pay with PayPal").ClickAsync();
        await buyer.Page.WaitForURLAsync(address => address.StartsWith(Local.PayPal.Address.AbsoluteUri, StringComparison.Ordinal));
        await buyer.Page.Locator("button").First.ClickAsync();
        await buyer.Page.WaitForURLAsync(address => address.StartsWith(Local.Address.AbsoluteUri, StringComparison.Ordinal));
    }
}
