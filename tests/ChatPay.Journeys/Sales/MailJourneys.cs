using System.Net;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.Mail;
using ChatPay.Local.Simulators.PayPal.Payments;

namespace ChatPay.Journeys.Sales;

/// <summary>Sellers receive mails, and mark as shipped from them. Operators are mailed new alerts.</summary>
public sealed partial class MailJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_seller_ships_by_the_link_of_a_reminder_once()
    {
        var sale = await PaidByMailAsync("ships@pottery.example");
        await Pass(TimeSpan.FromHours(25));
        var mails = MailsTo("ships@pottery.example");
        Assert.Equal(["The buyer has paid: ship it", "The buyer is waiting: ship it"], mails.Select(m => m.Subject));
        Assert.DoesNotContain("waits", await MessagesAsync(sale.Buyer, sale), StringComparison.Ordinal);

        using var browser = Browser();
        var link = LinkIn(mails[^1]);
        var page = await browser.GetAsync(link);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var shown = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());
        Assert.Contains(">Blue mug, hand-thrown<", shown, StringComparison.Ordinal);
        Assert.Contains("<address>", shown, StringComparison.Ordinal);
        Assert.Equal("paid", await sale.StatusAsync());

        Assert.Contains(
            "Thank you",
            await PostAsync(browser, link, new() { ["carrier"] = "USPS", ["trackingNumber"] = "9400100000000000000000" }),
            StringComparison.Ordinal);
        await Clock.DrainAsync();
        Assert.Equal("shipped", await sale.StatusAsync());
        Assert.Contains("has been used", await PostAsync(browser, link, []), StringComparison.Ordinal);

        // Un-marked on the page: the link does not mark it again.
        await sale.UnmarkAsync();
        Assert.Contains("has been used", await PostAsync(browser, link, []), StringComparison.Ordinal);
        Assert.Equal("paid", await sale.StatusAsync());
        await sale.ShipAsync();
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("Your payout has arrived", MailsTo("ships@pottery.example")[^1].Subject);
    }

    [Fact]
    public async Task A_link_that_was_altered_or_is_over_does_nothing_and_says_so()
    {
        var sale = await PaidByMailAsync("late@pottery.example");
        var link = LinkIn(MailsTo("late@pottery.example")[^1]);
        using var browser = Browser();
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await browser.GetAsync(link.Replace("/ship/ord-", "/ship/ord-0", StringComparison.Ordinal))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync(link[..^2], null)).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await browser.GetAsync(link.Replace("/ship/", "/pay/", StringComparison.Ordinal))).StatusCode);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await browser.PostAsync(link, new FormUrlEncodedContent(new Dictionary<string, string> { ["carrier"] = "USPS" }))).StatusCode);
        Assert.Equal("paid", await sale.StatusAsync());

        await Pass(TimeSpan.FromDays(8));
        Assert.Contains("refund", await PostAsync(browser, link, []), StringComparison.Ordinal);
        Assert.Equal("refunded", await sale.StatusAsync());
        await Pass(TimeSpan.FromDays(14));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task Mail_waits_for_its_server_and_an_address_that_is_not_there_is_told_the_operator()
    {
        Local.Mail.IsBusy = true;
        var sale = await PaidByMailAsync("busy@pottery.example");
        await Pass(TimeSpan.FromHours(2));
        Assert.Empty(MailsTo("busy@pottery.example"));
        Local.Mail.IsBusy = false;
        await Pass(TimeSpan.FromMinutes(30));
        Assert.Single(MailsTo("busy@pottery.example"));

        Local.Mail.Unknown.Add("busy@pottery.example");
        await Pass(TimeSpan.FromHours(24));
        Assert.Single(MailsTo("busy@pottery.example"));
        var items = Sale.Must(await sale.Operator.GetAsync("ops/attention?limit=100"), 200).Body.GetProperty("items").EnumerateArray();
        Assert.Single(
            items,
            i => i.GetProperty("kind").GetString() == "mail-refused" && i.GetProperty("subject").GetString() == sale.SellerId);
    }

    [Fact]
    public async Task Operators_are_mailed_a_new_alert_when_the_server_takes_it_and_nobodys_address_is_in_it()
    {
        var sale = await PaidByMailAsync("refunds@pottery.example");
        Local.Mail.IsBusy = true;
        PayPal.Outcomes.NextRefund(new RefundOutcome(Refusal: "REFUND_NOT_ALLOWED"));
        Sale.Must(await sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", new { all = true }, "refund"), 201);
        await Pass(TimeSpan.FromHours(1));
        Assert.Empty(MailsToOperators(sale.OrderId));
        Local.Mail.IsBusy = false;
        await Pass(TimeSpan.FromHours(12));

        var mail = Assert.Single(MailsToOperators(sale.OrderId));
        Assert.Matches("^ChatPay: [0-9]+ new alerts?$", mail.Subject);
        Assert.Contains("54.50 USD", mail.Text, StringComparison.Ordinal);
        Assert.EndsWith($"{Local.Address}ops", mail.Text.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("pottery.example", mail.Text, StringComparison.Ordinal);
    }

    /// <summary>A digest that cannot be sent ends in the same queue's dead letters, which are an alert themselves.</summary>
    [Fact]
    public async Task Operators_are_mailed_once_about_dead_letters_that_stay_also_those_of_their_own_mail()
    {
        var sale = await SellerAsync();
        await using var client = Local.Bus.CreateClient();
        await using var sender = client.CreateSender(Queues.OutboundMail);
        await sender.SendMessageAsync(
            new ServiceBusMessage("""{"alerts":{"from":"yesterday","recipient":1}}""") { MessageId = "alerts-broken" });
        await Pass(TimeSpan.FromHours(30));

        Assert.Single(MailsToOperators($"1 of the messages of {Queues.OutboundMail} could not be processed"));
        Sale.Must(
            await sale.Operator.PostAsync($"ops/dead-letters/{Queues.OutboundMail}/disposal", new { messageId = "alerts-broken" }), 200);
        await Pass(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task An_address_is_kept_in_the_vault_alone_and_forgotten_when_asked()
    {
        var sale = await PaidByMailAsync("canary@pottery.example");
        Assert.Equal(400, (await sale.Seller.PutAsync("sellers/me/contact", new { email = "no address" })).Status);
        Assert.Equal(404, (await sale.Buyer.PutAsync("sellers/me/contact", new { email = "a@b.example" })).Status);
        var service = new TableServiceClient(Local.Tables.ConnectionString);
        await foreach (var table in service.QueryAsync())
        {
            await foreach (var row in service.GetTableClient(table.Name).QueryAsync<TableEntity>())
                Assert.DoesNotContain("canary@", string.Join(' ', row.Select(v => v.Value)), StringComparison.Ordinal);
        }

        var me = Sale.Must(await sale.Seller.DeleteAsync("sellers/me/contact"), 200);
        Assert.DoesNotContain("canary@", me.Body.GetRawText(), StringComparison.Ordinal);
        await Pass(TimeSpan.FromHours(25));
        Assert.Equal(2, MailsTo("canary@pottery.example").Count);
        Assert.Contains("another address", MailsTo("canary@pottery.example")[^1].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seller_is_written_to_in_the_language_that_is_set_from_the_next_mail_on()
    {
        var sale = await SellerAsync();
        Assert.Equal("en", Language(Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)));
        Assert.Equal("it", Language(Sale.Must(await sale.Seller.PutAsync("sellers/me/language", new { language = "IT" }), 200)));
        Sale.Must(await sale.Seller.PutAsync("sellers/me/contact", new { email = "ordini@ceramica.example" }), 200);
        var refused = await sale.Seller.PutAsync("sellers/me/language", new { language = "fr" });
        Assert.Equal((422, "language-refused", "language"), (refused.Status, refused["code"], refused["field"]));
        Assert.Contains("en, it, es", refused["detail"], StringComparison.Ordinal);

        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await Clock.DrainAsync();
        var paid = Assert.Single(MailsTo("ordini@ceramica.example"));
        Assert.Equal("L’acquirente ha pagato: spedisci l’ordine", paid.Subject);
        Assert.Matches(@"^Pagato: 54,50\u00a0USD\. Spedisci l’ordine entro (il |l’)\d+ \w+ \d{4} alle \d\d:\d\d UTC e ", paid.Text);
        Assert.Contains("Spedito? Segnalo qui:", paid.Text, StringComparison.Ordinal);
        Assert.NotEmpty(LinkIn(paid));

        Sale.Must(await sale.Seller.PutAsync("sellers/me/language", new { language = "es" }), 200);
        await Pass(TimeSpan.FromHours(25));
        Assert.Equal("El comprador está esperando: envía el pedido", MailsTo("ordini@ceramica.example")[^1].Subject);
        Sale.Must(await sale.Seller.PutAsync("sellers/me/contact", new { email = "pedidos@ceramica.example" }), 200);
        await Pass(TimeSpan.FromMinutes(1));
        var replaced = MailsTo("ordini@ceramica.example")[^1];
        Assert.Equal("Te escribimos a otra dirección", replaced.Subject);
        Assert.Contains("¿No has sido tú? Avísanos.", replaced.Text, StringComparison.Ordinal);

        static string? Language(SaleClient.Answer answer) => answer.Body.GetProperty("language").GetString();
    }

    private async Task<Sale> PaidByMailAsync(string address, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        var sale = await SellerAsync(name);
        Assert.True(
            Sale.Must(await sale.Seller.PutAsync("sellers/me/contact", new { email = address }), 200)
                .Body.GetProperty("getsMail")
                .GetBoolean());
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        return sale;
    }

    private List<SentMail> MailsTo(string address) => [.. Local.Mail.Mails.Where(m => m.To == address)];

    private List<SentMail> MailsToOperators(string about) =>
        [.. MailsTo("operators@chatpay.example").Where(mail => mail.Text.Contains(about, StringComparison.Ordinal))];

    private HttpClient Browser() => SaleStage.Of(Local).NewClient();

    private static string LinkIn(SentMail mail) => Link().Match(mail.Text).Value;

    private static async Task<string> PostAsync(HttpClient browser, string link, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        var answer = await browser.PostAsync(link, content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> MessagesAsync(SaleClient person, Sale sale) =>
        Sale.Must(await person.GetAsync($"conversations/{sale.ConversationId}/messages"), 200).Body.GetRawText();

    [GeneratedRegex(@"http\S+/ship/\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
