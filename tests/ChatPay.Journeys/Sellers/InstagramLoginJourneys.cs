using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sellers;

/// <summary>A seller grants access at Instagram, stays connected for months, and revokes it.</summary>
public sealed class InstagramLoginJourneys(JourneyPlatform platform) : Journey(platform)
{
    private Uri Withdrawal => new(Local.Address, "api/webhooks/meta-withdrawal");

    [Fact]
    public async Task A_seller_connects_and_the_account_is_named_but_its_token_is_in_the_vault_alone()
    {
        const string account = "17841400000000051";
        var sale = await SellerAsync();
        await sale.ConnectInstagramAsync(account, "blue.mugs");

        var me = Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200);
        var shown = me.Body.GetProperty("instagram");
        Assert.Equal(
            (account, "blue.mugs", false),
            (
                shown.GetProperty("accountId").GetString(),
                shown.GetProperty("username").GetString(),
                shown.TryGetProperty("lostSince", out _)));
        Assert.DoesNotContain("IGlong", me.Body.GetRawText(), StringComparison.Ordinal);
        await SaysAsync(sale, account, "601", "Hi!");
    }

    [Fact]
    public async Task A_login_counts_once_in_the_browser_that_began_it_and_for_ten_minutes()
    {
        var sale = await SellerAsync();
        var back = await sale.DecideAtInstagramAsync(await sale.BeginInstagramLoginAsync(), "17841400000000052");

        // The page was sent to someone else, who granted access: their account is not connected to this seller.
        using var victim = new Browser();
        Assert.Equal((404, "login-invalid"), await victim.ProblemAsync(back));
        var other = await SellerAsync("another seller, in a browser of their own");
        Assert.Equal(404, (await other.ComeBackAsync(back)).Status);
        Assert.Equal(
            404,
            (await sale.ComeBackAsync(new Uri(back.AbsoluteUri.Replace("state=sel-", "state=sel-0", StringComparison.Ordinal)))).Status);
        Assert.False(await IsConnectedAsync(sale));

        Assert.Equal(200, (await sale.ComeBackAsync(back)).Status);
        Assert.True(await IsConnectedAsync(sale));
        Assert.Contains("Nothing was connected", (await sale.ComeBackAsync(back)).Page, StringComparison.Ordinal);
        Assert.True(await IsConnectedAsync(sale));

        var late = await sale.DecideAtInstagramAsync(await sale.BeginInstagramLoginAsync(), "17841400000000053");
        await Pass(TimeSpan.FromMinutes(11));
        Assert.Equal(404, (await sale.ComeBackAsync(late)).Status);
    }

    /// <summary>The first response's cookie and page are valid for minutes: a repeat under the same key gets new ones.</summary>
    [Fact]
    public async Task A_login_that_is_begun_again_under_its_key_can_be_finished()
    {
        var sale = await SellerAsync();
        Sale.Must(await sale.Seller.PostAsync("sellers/me/instagram-connection", null, "login-1"), 200);
        await Pass(TimeSpan.FromMinutes(11));

        var page = new Uri(
            Sale.Must(await sale.Seller.PostAsync("sellers/me/instagram-connection", null, "login-1"), 200)["authorizeUrl"]!);

        Assert.Equal(200, (await sale.ComeBackAsync(await sale.DecideAtInstagramAsync(page, "17841400000000099"))).Status);
        Assert.True(await IsConnectedAsync(sale));
    }

    [Fact]
    public async Task Who_does_not_let_us_in_or_withholds_messages_is_not_connected_and_is_told()
    {
        var sale = await SellerAsync();
        var denied = await sale.DecideAtInstagramAsync(await sale.BeginInstagramLoginAsync(), "17841400000000054", allow: false);
        Assert.Contains("did not let us in", (await sale.ComeBackAsync(denied)).Page, StringComparison.Ordinal);

        var page = new Uri(
            (await sale.BeginInstagramLoginAsync())
                .AbsoluteUri.Replace("%2Cinstagram_business_manage_messages", "", StringComparison.Ordinal)
                .Replace(",instagram_business_manage_messages", "", StringComparison.Ordinal));
        Assert.DoesNotContain("manage_messages", page.AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains(
            "messages were not allowed",
            (await sale.ComeBackAsync(await sale.DecideAtInstagramAsync(page, "17841400000000054"))).Page,
            StringComparison.Ordinal);
        Assert.False(await IsConnectedAsync(sale));
    }

    [Fact]
    public async Task An_account_is_one_sellers_and_another_gets_it_when_it_is_disconnected()
    {
        const string account = "17841400000000055";
        var sale = await ConnectedAsync(account);
        var other = await SellerAsync("the other seller");
        var taken = await other.ComeBackAsync(await other.DecideAtInstagramAsync(await other.BeginInstagramLoginAsync(), account));
        Assert.Equal(409, taken.Status);
        Assert.Contains("instagram-account-taken", taken.Page, StringComparison.Ordinal);

        // Instagram has replaced the token by the second login's; the seller's own is now refused.
        Sale.Must(await sale.Seller.DeleteAsync("sellers/me/instagram-connection"), 200);
        Sale.Must(await sale.Seller.DeleteAsync("sellers/me/instagram-connection"), 200);
        Assert.False(await IsConnectedAsync(sale));
        await other.ConnectInstagramAsync(account);
        await SaysAsync(other, account, "602", "Hello, new owner");
        Assert.Empty(Sale.Must(await sale.Seller.GetAsync("conversations"), 200).Body.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_disconnected_account_is_heard_of_no_more()
    {
        const string account = "17841400000000056";
        var sale = await ConnectedAsync(account);
        Sale.Must(await sale.Seller.DeleteAsync("sellers/me/instagram-connection"), 200);
        var sent = Local.Instagram.Webhooks.Count;
        await Local.Instagram.ReceiveAsync("603", account, "Anybody there?");
        await Clock.DrainAsync();
        Assert.Equal(sent, Local.Instagram.Webhooks.Count);
    }

    [Fact]
    public async Task A_withdrawal_ends_the_connection_and_the_seller_is_written_to_and_an_old_one_changes_nothing()
    {
        const string account = "17841400000000057";
        var sale = await ConnectedAsync(account);
        Sale.Must(await sale.Seller.PutAsync("sellers/me/contact", new { email = "withdrawn@pottery.example" }), 200);
        await SaysAsync(sale, account, "604", "Hi!");
        using var browser = new Browser();
        using var forged = new HttpRequestMessage(HttpMethod.Post, Withdrawal)
        {
            Content = new FormUrlEncodedContent([new("signed_request", new string('A', 43) + ".eyJ1c2VyX2lkIjoiMSJ9")]),
        };
        Assert.Equal((401, "signature-invalid"), await browser.ProblemAsync(forged));

        Assert.Equal(200, await Local.Instagram.WithdrawAsync(account, Withdrawal));
        await Clock.DrainAsync();
        var me = Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200);
        Assert.Equal("connectInstagramAgain", me["nextStep"]);
        Assert.True(me.Body.GetProperty("instagram").TryGetProperty("lostSince", out _));
        Assert.Contains(
            "Connect it again",
            Assert.Single(Local.Mail.Mails, m => m.To == "withdrawn@pottery.example").Text,
            StringComparison.Ordinal);

        await Pass(TimeSpan.FromMinutes(1));
        await sale.ConnectInstagramAsync(account);
        Assert.Equal("none", Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["nextStep"]);
        await SaysAsync(sale, account, "604", "Back again");
    }

    [Fact]
    public async Task A_token_is_refreshed_and_messages_go_out_after_its_end()
    {
        const string account = "17841400000000058";
        var sale = await ConnectedAsync(account);
        await Pass(TimeSpan.FromDays(70)); // An unrefreshed token expires after 60.
        var id = await SaysAsync(sale, account, "605", "Still selling mugs?");
        Sale.Must(await sale.Seller.PostAsync($"conversations/{id}/messages", new { text = "Always.", clientMessageId = "answer-1" }), 201);
        await Clock.DrainAsync();
        Assert.Equal("Always.", Local.Instagram.Conversation(account, "605")[^1].Text);
    }

    [Fact]
    public async Task What_was_to_be_sent_when_the_token_was_withdrawn_waits_until_the_seller_connects_again()
    {
        const string account = "17841400000000059";
        var sale = await ConnectedAsync(account);
        Sale.Must(await sale.Seller.PutAsync("sellers/me/contact", new { email = "lost@pottery.example" }), 200);
        var id = await SaysAsync(sale, account, "606", "Hi!");
        await Local.Instagram.WithdrawAsync(account, tell: null);
        Sale.Must(
            await sale.Seller.PostAsync($"conversations/{id}/messages", new { text = "One moment.", clientMessageId = "answer-1" }),
            201);
        await Clock.DrainAsync();
        Assert.Equal("connectInstagramAgain", Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["nextStep"]);
        Assert.Single(Local.Mail.Mails, m => m.To == "lost@pottery.example");
        Assert.DoesNotContain("One moment.", Local.Instagram.Conversation(account, "606").Select(m => m.Text));

        await sale.ConnectInstagramAsync(account);
        await SaysAsync(sale, account, "606", "Hello?");
        Assert.Equal("One moment.", Local.Instagram.Conversation(account, "606")[^1].Text);
    }

    private static async Task<bool> IsConnectedAsync(Sale sale) =>
        Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200).Body.TryGetProperty("instagram", out _);

    // A buyer writes, and the message arrives.
    private async Task<string> SaysAsync(Sale sale, string account, string user, string text)
    {
        await Local.Instagram.ReceiveAsync(user, account, text);
        await Clock.DrainAsync();
        var id = Sale.Must(await sale.Seller.GetAsync("conversations"), 200)
            .Body.GetProperty("items")
            .EnumerateArray()
            .First()
            .GetProperty("id")
            .GetString()!;
        var said = Sale.Must(await sale.Seller.GetAsync($"conversations/{id}/messages?limit=100"), 200)
            .Body.GetProperty("items")
            .EnumerateArray()
            .Select(m => m.GetProperty("text").GetString());
        Assert.Contains(text, said);
        return id;
    }
}
