using System.Text.RegularExpressions;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.Mail;
using ChatPay.Local.Simulators.PayPal.Payouts;
using Microsoft.Playwright;

namespace ChatPay.Browser;

/// <summary>The pages of one sale in Italian and Spanish, on a phone: whatever is longer than in English still has its place, and no
/// page shows the key of a text instead of the text. With CHATPAY_PICTURES it keeps pictures for people who read these languages.</summary>
public sealed partial class LanguageTests(Stage stage, Chromium chromium) : PageTest(stage, chromium)
{
    [Theory]
    [InlineData("it-IT")]
    [InlineData("es-ES")]
    public async Task The_pages_of_a_sale_have_their_place_and_no_key_of_a_text_in_sight(string language)
    {
        var name = $"sale-{language[..2]}";
        using var sale = Stage.NewSale(name);
        var to = $"{name}@pottery.example";
        await LookAsync(await OpenAsync("", language: language), "h1");
        await LookAsync(await OpenAsync("chat", language: language), "main button");

        await sale.SignUpAsync();
        Sale.Must(await sale.Seller.PutAsync("sellers/me/contact", new { email = to }), 200);
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        var seller = await SignInAsync($"chat/{sale.ConversationId}", name, "seller", language);
        var buyer = await SignInAsync($"chat/{sale.ConversationId}", name, "buyer", language);
        await LookAsync(buyer, ".order.card .actions");
        await LookAsync(seller, ".order.card .actions");
        await SheetAsync(seller, ".order.card .actions button.quiet");

        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await Clock.DrainAsync();
        var desk = await OpenAsync($"desk?sign-in-as={name}-seller", language: language);
        await LookAsync(desk, "main article .main, main li .main");
        await SheetAsync(desk, "main article .main, main li .main");
        await SheetAsync(buyer, ".order.card .actions button");

        var mail = Local.Mail.Mails.Last(sent => sent.To == to).Text;
        await LookAsync(await OpenAsync(new Uri(ShipLink().Match(mail).Value).AbsolutePath, language: language), "#shipped");
        await sale.ShipAsync();
        Sale.Must(await sale.Buyer.PostAsync($"orders/{sale.OrderId}/complaints", new { message = "One handle is chipped." }, "chip"), 201);
        await Clock.DrainAsync();
        await GoAsync(seller, $"chat/{sale.ConversationId}?order={sale.OrderId}", ".panel .actions button");
        await GoAsync(buyer, $"chat/{sale.ConversationId}?order={sale.OrderId}", ".panel .actions button");

        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/complaints/1/decision", new { decision = "resolve" }, "sorry"), 200);
        Local.PayPal.Outcomes.Payout($"{sale.OrderId}-payout-1", PayoutOutcome.Failed);
        await Clock.AdvanceAsync(TimeSpan.FromHours(75));
        await GoAsync(desk, "desk/money", "main section button");
        await GoAsync(desk, $"desk/orders/{sale.OrderId}", "article h2");
        await GoAsync(desk, "desk/statements", "main table");
        await GoAsync(desk, "desk/setup", "main h1");

        var ops = await SignInAsync("ops", name, "operator", language);
        await LookAsync(ops, "article.alert");
        await GoAsync(ops, "ops/payouts", "main button");
        await GoAsync(ops, $"ops/orders/{sale.OrderId}", "main table");
        await GoAsync(ops, $"ops/sellers/{sale.SellerId}", "main dl");
        await GoAsync(ops, "ops/dead-letters", "main h1");
    }

    [Fact]
    public async Task The_eighth_of_a_month_has_the_article_in_Italian_that_it_is_spoken_with()
    {
        const string name = "eighth-it";
        using var sale = Stage.NewSale(name);
        await sale.SignUpAsync();
        await sale.TalkAsync();
        await Clock.AdvanceAsync(TimeSpan.FromDays((7 - Clock.GetUtcNow().Day + 31) % 31));
        while (Clock.GetUtcNow().Day != 7)
            await Clock.AdvanceAsync(TimeSpan.FromDays(1));
        await sale.RequestPaymentAsync();
        var buyer = await SignInAsync($"chat/{sale.ConversationId}", name, "buyer", "it-IT");
        await buyer.Page.GetByText("Puoi pagare fino all’8 ").WaitForAsync();
        var order = Sale.ProviderOrderOf(await sale.CheckoutAsync());
        var back = new Uri(Local.PayPal.Orders.Single(o => o.Id == order).ReturnUrl!);
        var link = await OpenAsync(back.AbsolutePath[..^"/return".Length], language: "it-IT");
        await link.Page.GetByText("Puoi pagare fino all’8 ").WaitForAsync();
    }

    [Fact]
    public async Task A_seller_is_mailed_in_the_language_of_the_desk_and_chooses_another_there()
    {
        const string name = "mailed-it";
        using var sale = Stage.NewSale(name);
        await sale.SignUpAsync();
        var desk = await OpenAsync($"desk/setup?sign-in-as={name}-seller", language: "it-IT");
        await desk.ChooseAsync($"{name}-seller", "seller");
        await desk.Page.GetByLabel("Indirizzo e-mail").FillAsync($"{name}@pottery.example");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Salva", Exact = true }).ClickAsync();
        var choice = desk.Page.GetByLabel("Lingua delle e-mail");
        await Assertions.Expect(choice).ToHaveValueAsync("it");
        await desk.CheckAsync();

        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await Clock.DrainAsync();
        Assert.Equal("L’acquirente ha pagato: spedisci l’ordine", LastMail().Subject);
        var buyer = await SignInAsync($"chat/{sale.ConversationId}", name, "buyer", "es-ES");
        await buyer.Page.GetByText("Has pagado 54,50").First.WaitForAsync();
        await Assertions.Expect(buyer.Page.Locator(".news").First).Not.ToContainTextAsync("Payment request");

        await choice.SelectOptionAsync("es");
        await desk.Page.GetByText("Fatto.").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await Assertions.Expect(choice).ToHaveValueAsync("es");
        await Clock.AdvanceAsync(TimeSpan.FromHours(25));
        Assert.Equal("El comprador está esperando: envía el pedido", LastMail().Subject);

        SentMail LastMail() => Local.Mail.Mails.Last(mail => mail.To == $"{name}@pottery.example");
    }

    private async Task<Tab> SignInAsync(string path, string name, string role, string language)
    {
        var tab = await OpenAsync($"{path}?sign-in-as={name}-{role}", language: language);
        await tab.ChooseAsync($"{name}-{role}", role);
        return tab;
    }

    private async Task GoAsync(Tab tab, string path, string sight)
    {
        await tab.Page.GotoAsync(new Uri(Local.Address, path).AbsoluteUri);
        await LookAsync(tab, sight);
    }

    private static async Task SheetAsync(Tab tab, string button)
    {
        await tab.Page.Locator(button).First.ClickAsync();
        await LookAsync(tab, "dialog button");
        await tab.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    private static async Task LookAsync(Tab tab, string sight)
    {
        await tab.Page.Locator(sight).First.WaitForAsync();
        await tab.CheckAsync();
        Assert.DoesNotMatch(Key(), await tab.Page.Locator("body").InnerTextAsync());
    }

    [GeneratedRegex(@"http\S+/ship/\S+")]
    private static partial Regex ShipLink();

    // Such as "next.paid.buyer" or "status.paid": words and dots at the beginning of a line, with a line to itself.
    [GeneratedRegex(@"^[a-z][A-Za-z-]*(\.[a-z][A-Za-z-]*)+$", RegexOptions.Multiline)]
    private static partial Regex Key();
}
