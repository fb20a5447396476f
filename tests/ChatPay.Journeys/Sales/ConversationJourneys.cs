using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>A sale on Instagram, at PayPal and by mail, as both parties see it.</summary>
public sealed partial class ConversationJourneys(JourneyPlatform platform) : Journey(platform)
{
    private const string Account = "17841400000000021";
    private const string User = "1021";
    private const string Address = "talks@pottery.example";

    [Fact]
    public async Task A_sale_is_talked_over_paid_shipped_and_asked_about_without_anybody_opening_our_page()
    {
        var sale = await ConnectedAsync(Account);
        Sale.Must(await sale.Seller.PutAsync("sellers/me/contact", new { email = Address }), 200);

        await Local.Instagram.ReceiveAsync(User, Account, "Hi! Are the blue mugs still there?");
        await Pass(TimeSpan.FromMinutes(5));
        await Local.Instagram.SayAsync(Account, User, "Yes, two of them. I'll send you the request.");
        await Pass(TimeSpan.FromMinutes(5));
        var id = Sale.Must(await sale.Seller.GetAsync("conversations"), 200)
            .Body.GetProperty("items")
            .EnumerateArray()
            .Single()
            .GetProperty("id")
            .GetString()!;
        var order = Sale.Must(await sale.Seller.PostAsync($"conversations/{id}/payment-requests", Sale.TwoMugs(), "request-1"), 201)["id"]!;
        await Clock.DrainAsync();

        using var browser = new Browser();
        var approval = await browser.PostAsync(new Uri(PayLink().Match(Seen()[^1]).Value));
        await sale.ApproveInBrowserAsync(approval.Location!);
        await Pass(TimeSpan.FromHours(24));

        // The seller only uses the reminder's link.
        var reminder = Local.Mail.Mails.Last(m => m.To == Address);
        using var form = new HttpRequestMessage(HttpMethod.Post, ShipLink().Match(reminder.Text).Value)
        {
            Content = new FormUrlEncodedContent(
                new Dictionary<string, string> { ["carrier"] = "USPS", ["trackingNumber"] = "9400100000000000000000" }),
        };
        Assert.Equal(200, (await browser.SendAsync(form)).Status);
        await Pass(TimeSpan.FromHours(1));

        // The window has closed: PayPal mails the buyer, and messages wait until the buyer writes again.
        Assert.True(
            Assert
                .Single(
                    PayPal
                        .Orders.Single(o => o.CaptureId is { } capture && PayPal.Captures.Any(c => c.Id == capture && c.InvoiceId == order))
                        .Trackers)
                .PayerNotified);
        Assert.DoesNotContain(Seen(), said => said.Contains("9400100000000000000000", StringComparison.Ordinal));
        await Local.Instagram.ReceiveAsync(User, Account, "Where is my order?");
        await Clock.DrainAsync();
        Assert.Contains("shipped on", Seen()[^1], StringComparison.Ordinal);
        Assert.Equal(2, Seen().Count(said => said.Contains("9400100000000000000000", StringComparison.Ordinal)));

        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", Sale.Must(await sale.Seller.GetAsync($"orders/{order}"), 200)["status"]);
        Assert.Equal("Your payout has arrived", Local.Mail.Mails.Last(m => m.To == Address).Subject);
        Assert.Contains(PayPal.Payouts, p => p.SenderItemId == order + "-payout-1" && p.Status == "SUCCESS");
        Print(await ToldAsync(sale, id));
    }

    private List<string> Seen() => [.. Local.Instagram.Conversation(Account, User).Select(m => m.Text ?? "")];

    /// <summary>Prints both sides: what Instagram shows, and what the seller reads on the page.</summary>
    private void Print(IEnumerable<string> page)
    {
        var text = new StringBuilder("In Instagram, as the buyer sees it\n");
        foreach (var said in Local.Instagram.Conversation(Account, User))
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {said.At:ddd HH:mm} {(said.FromUser ? "buyer " : "seller")}  "
                    + $"{PayLink().Replace(said.Text ?? "", "(pay link)").Replace("\n", " ", StringComparison.Ordinal)}\n");
        text.Append("\nIn the page, as the seller sees it\n");
        foreach (var line in page)
            text.Append(CultureInfo.InvariantCulture, $"  {line}\n");
        TestContext.Current.TestOutputHelper?.WriteLine(text.ToString());
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "conversation.txt"), text.ToString());
    }

    private static async Task<IReadOnlyList<string>> ToldAsync(Sale sale, string id) =>
        [
            .. Sale.Must(await sale.Seller.GetAsync($"conversations/{id}/messages?limit=100"), 200)
                .Body.GetProperty("items")
                .EnumerateArray()
                .Select(m =>
                    $"{m.GetProperty("at").GetDateTimeOffset():ddd HH:mm} {m.GetProperty("from").GetString(), -7}  "
                        + $"{m.GetProperty("text").GetString()!.Replace("\n", " ", StringComparison.Ordinal)}"),
        ];

    [GeneratedRegex(@"http\S+/pay/\S+", RegexOptions.CultureInvariant)]
    private static partial Regex PayLink();

    [GeneratedRegex(@"http\S+/ship/\S+", RegexOptions.CultureInvariant)]
    private static partial Regex ShipLink();
}
