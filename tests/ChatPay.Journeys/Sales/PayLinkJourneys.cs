using System.Net;
using System.Text.RegularExpressions;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>What the link in the chat shows to a buyer, and that viewing it has no effect.</summary>
public sealed partial class PayLinkJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_link_that_a_chat_looks_at_begins_nothing_and_shows_what_is_to_be_paid()
    {
        var (sale, link) = await RequestedInChatAsync("17841400000000061", "1061");
        using var browser = new Browser();
        for (var preview = 0; preview < 3; preview++)
        {
            var page = await browser.GetAsync(link);
            Assert.Equal(200, page.Status);
            var text = WebUtility.HtmlDecode(Tag().Replace(page.Text, ""));
            Assert.All(
                [
                    "Payment request from",
                    "Example Pottery",
                    "2 × Blue mug, hand-thrown",
                    "$48.00",
                    "Shipping",
                    "$6.50",
                    "$54.50",
                    "Pay with PayPal",
                ],
                shown => Assert.Contains(shown, text, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(PayPal.Orders, o => (string?)o.Unit["invoice_id"] == sale.Order);
        Assert.Equal("awaitingPayment", Sale.Must(await sale.Of.Seller.GetAsync($"orders/{sale.Order}"), 200)["status"]);
    }

    [Fact]
    public async Task A_buyer_who_turns_back_reads_that_nothing_was_charged_and_pays_later()
    {
        var (sale, link) = await RequestedInChatAsync("17841400000000062", "1062");
        using var browser = new Browser();
        var approval = (await browser.PostAsync(link)).Location!;
        var back = await browser.GetAsync(new Uri(link + "/cancel"));
        Assert.Equal(200, back.Status);
        Assert.Contains("You have not been charged. You can still pay.", back.Text, StringComparison.Ordinal);

        Assert.Contains("You have paid $54.50", (await sale.Of.ApproveInBrowserAsync(approval)).Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", (await browser.GetAsync(link)).Text, StringComparison.Ordinal);
        Assert.Equal("paid", Sale.Must(await sale.Of.Seller.GetAsync($"orders/{sale.Order}"), 200)["status"]);
    }

    /// <summary>The link used to expire a day after the request and then told people to ask for another one.</summary>
    [Fact]
    public async Task A_link_shows_days_after_the_payment_what_has_become_of_the_order()
    {
        var (sale, link) = await RequestedInChatAsync("17841400000000063", "1063");
        using var browser = new Browser();
        await sale.Of.ApproveInBrowserAsync((await browser.PostAsync(link)).Location!);
        await Pass(TimeSpan.FromDays(8));

        var page = await browser.GetAsync(link);
        Assert.Equal(200, page.Status);
        Assert.Contains("You have your money back", page.Text, StringComparison.Ordinal);
        Assert.Contains("$54.50 has gone back", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/chat/", page.Text, StringComparison.Ordinal); // The buyer writes on Instagram.
    }

    [Fact]
    public async Task A_person_with_a_dead_link_reads_a_page_and_a_program_a_problem()
    {
        using var browser = new Browser();
        var dead = new Uri(Local.Address, "pay/nothing");
        Assert.Equal((404, "link-invalid"), await browser.ProblemAsync(dead));
        using var request = new HttpRequestMessage(HttpMethod.Get, dead);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
        var page = await browser.SendAsync(request);
        Assert.Equal(404, page.Status);
        Assert.Contains(
            "<p>This link is not valid, or no longer: ask the seller for a new payment request.</p>",
            page.Text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/return")]
    [InlineData("/cancel")]
    public async Task A_link_from_before_it_had_an_address_of_its_own_leads_to_it(string rest)
    {
        using var browser = new Browser();
        var old = await browser.GetAsync(new Uri(Local.Address, $"api/v1/pay/ord-1.a-token{rest}?token=ABC&PayerID=DEF"));
        Assert.Equal(303, old.Status);
        Assert.Equal(new Uri(Local.Address, $"pay/ord-1.a-token{rest}"), old.Location);
    }

    private async Task<((Sale Of, string Order) Sale, Uri Link)> RequestedInChatAsync(string account, string user)
    {
        var sale = await ConnectedAsync(account, $"pay link {user}");
        await Local.Instagram.ReceiveAsync(user, account, "Are the blue mugs still there?");
        await Clock.DrainAsync();
        var id = Sale.Must(await sale.Seller.GetAsync("conversations"), 200)
            .Body.GetProperty("items")
            .EnumerateArray()
            .Single()
            .GetProperty("id")
            .GetString()!;
        var order = Sale.Must(await sale.Seller.PostAsync($"conversations/{id}/payment-requests", Sale.TwoMugs(), "request-1"), 201)["id"]!;
        await Clock.DrainAsync();
        var link = Local.Instagram.Conversation(account, user).Select(m => Link().Match(m.Text ?? "")).Last(m => m.Success).Value;
        return ((sale, order), new Uri(link));
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"http\S+/pay/\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
