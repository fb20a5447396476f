using System.Globalization;
using System.Text.Json.Nodes;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Chat;

/// <summary>A buyer on Instagram, who has no page here, can agree to wait, ask for the money back and complain.</summary>
public sealed class TroubleJourneys(JourneyPlatform platform) : Journey(platform)
{
    private const string User = "3001";

    [Theory]
    [InlineData(0, "You agreed to wait until")]
    [InlineData(1, "You did not agree to wait longer.")]
    public async Task Who_is_asked_for_more_time_answers_with_a_button(int button, string told)
    {
        var account = "1784140000000040" + button;
        var (sale, order) = await PaidOnInstagramAsync(account, $"wait {button}");
        var until = Clock.GetUtcNow().AddDays(9);
        Sale.Must(
            await sale.Seller.PostAsync($"orders/{order}/ship-by-extension-request", new { until, reason = "the kiln is broken" }),
            200);
        await SettleAsync();

        var buttons = Local.Instagram.Conversation(account, User)[^2].Attachment!["payload"]!["buttons"]!.AsArray();
        Assert.Equal(["I agree to wait", "I will not wait"], buttons.Select(b => (string?)b!["title"]));
        await Local.Instagram.TapAsync(User, account, (string)buttons[button]!["title"]!, (string)buttons[button]!["payload"]!);
        await SettleAsync();

        Assert.StartsWith(told, Seen(account), StringComparison.Ordinal);
        var shipBy = Sale.Must(await sale.Seller.GetAsync($"orders/{order}"), 200).Body.GetProperty("shipBy").GetDateTimeOffset();
        Assert.Equal(button == 0, shipBy == until);
    }

    [Fact]
    public async Task A_button_agrees_to_the_date_that_stood_above_it_and_to_no_other()
    {
        const string account = "17841400000000403";
        var (sale, order) = await PaidOnInstagramAsync(account);
        var first = Clock.GetUtcNow().AddDays(8);
        Sale.Must(await sale.Seller.PostAsync($"orders/{order}/ship-by-extension-request", new { until = first }), 200);
        await SettleAsync();
        Sale.Must(await sale.Seller.PostAsync($"orders/{order}/ship-by-extension-request", new { until = first.AddDays(2) }), 200);
        await SettleAsync();
        await Local.Instagram.TapAsync(
            User, account, "I agree to wait", string.Create(CultureInfo.InvariantCulture, $"wait:{order}:{first.ToUnixTimeSeconds()}"));
        await SettleAsync();

        Assert.StartsWith("The seller has asked for another date since", Seen(account), StringComparison.Ordinal);
        Assert.True(Sale.Must(await sale.Seller.GetAsync($"orders/{order}"), 200).Body.GetProperty("shipBy").GetDateTimeOffset() < first);
    }

    [Fact]
    public async Task Who_wants_the_money_back_is_shown_how_to_ask_for_it_and_nothing_is_refunded_before_the_seller_decides()
    {
        const string account = "17841400000000404";
        var (sale, order) = await PaidOnInstagramAsync(account);
        await Local.Instagram.ReceiveAsync(User, account, "I want my money back");
        await SettleAsync();

        Assert.Contains("ask for a refund or report a problem", Seen(account), StringComparison.Ordinal);
        Assert.Equal("paid", Sale.Must(await sale.Seller.GetAsync($"orders/{order}"), 200)["status"]);
        await TapAsync(account, "Ask for a refund");
        Assert.Contains("You asked for a refund of 54.50 USD.", Seen(account), StringComparison.Ordinal);
        var refund = Assert.Single(
            Sale.Must(await sale.Seller.GetAsync($"orders/{order}"), 200).Body.GetProperty("refunds").EnumerateArray());
        Assert.Equal("requested", refund.GetProperty("status").GetString());

        await Local.Instagram.TapAsync(User, account, "Ask for a refund", "refund:" + order);
        await SettleAsync();
        Assert.StartsWith("You have asked for 54.50 USD already", Seen(account), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_got_it_broken_complains_in_the_words_that_were_said()
    {
        const string account = "17841400000000405";
        var (sale, order) = await PaidOnInstagramAsync(account);
        await Local.Instagram.ReceiveAsync(User, account, "It arrived broken, both handles are off");
        await SettleAsync();
        await TapAsync(account, "Report a problem");

        Assert.StartsWith("Your complaint has been passed on to the seller", Seen(account), StringComparison.Ordinal);
        var complaint = Assert.Single(
            Sale.Must(await sale.Seller.GetAsync($"orders/{order}"), 200).Body.GetProperty("complaints").EnumerateArray());
        Assert.Equal("It arrived broken, both handles are off", complaint.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_seller_who_sends_and_cancels_many_requests_takes_no_button_from_the_buyer()
    {
        const string account = "17841400000000407";
        var (sale, order) = await PaidOnInstagramAsync(account);
        var id = Sale.Must(await sale.Seller.GetAsync($"orders/{order}"), 200)["conversationId"]!;
        for (var n = 0; n < 20; n++)
        {
            var request = Sale.Must(
                await sale.Seller.PostAsync($"conversations/{id}/payment-requests", Sale.TwoMugs(), $"noise-{n}"), 201)["id"];
            Sale.Must(await sale.Seller.PostAsync($"orders/{request}/cancellation"), 200);
        }

        await SettleAsync();
        await Local.Instagram.TapAsync(User, account, "Ask for a refund", "refund:" + order);
        await SettleAsync();
        Assert.Contains("You asked for a refund of 54.50 USD.", Seen(account), StringComparison.Ordinal);

        await Local.Instagram.ReceiveAsync(User, account, "It arrived broken, both handles are off");
        await SettleAsync();
        await TapAsync(account, "Report a problem");
        Assert.StartsWith("Your complaint has been passed on to the seller", Seen(account), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_wants_money_back_without_a_paid_order_is_told_so_and_nobody_can_ask_for_anothers()
    {
        const string account = "17841400000000406";
        var (_, order) = await PaidOnInstagramAsync(account);
        await Local.Instagram.ReceiveAsync("3002", account, "I want a refund!");
        await SettleAsync();
        await Local.Instagram.TapAsync("3002", account, "Ask for a refund", "refund:" + order);
        await SettleAsync();

        var told = Local.Instagram.Conversation(account, "3002").Where(m => !m.FromUser).Select(m => m.Text).ToList();
        Assert.Equal(
            [
                "Nothing has been paid in this conversation yet. The seller will see your message.",
                "There is no order in this conversation yet.",
            ],
            told);
        Assert.DoesNotContain(
            Local.Instagram.Conversation(account, User),
            m => m.Text?.StartsWith("You asked for a refund", StringComparison.Ordinal) == true);
    }

    private async Task<(Sale Sale, string OrderId)> PaidOnInstagramAsync(
        string account,
        [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        var sale = await ConnectedAsync(account, name);
        await Local.Instagram.ReceiveAsync(User, account, "Two mugs, please.");
        await SettleAsync();
        var id = Sale.Must(await sale.Seller.GetAsync("conversations"), 200).Body.GetProperty("items")[0].GetProperty("id").GetString()!;
        var order = Sale.Must(await sale.Seller.PostAsync($"conversations/{id}/payment-requests", Sale.TwoMugs(), "request-1"), 201)["id"]!;
        await SettleAsync();
        var link = (string)Local.Instagram.Conversation(account, User)[^2].Attachment!["payload"]!["buttons"]![0]!["url"]!;
        using var browser = new Browser();
        await sale.ApproveInBrowserAsync((await browser.PostAsync(new Uri(link))).Location!);
        await SettleAsync();
        return (sale, order);
    }

    private async Task TapAsync(string account, string title)
    {
        var replies = (JsonArray)Local.Instagram.Conversation(account, User).Last(m => !m.FromUser).QuickReplies!;
        var reply = replies.Single(r => (string?)r!["title"] == title)!;
        await Local.Instagram.ReceiveAsync(User, account, title, (string)reply["payload"]!);
        await SettleAsync();
    }

    private string Seen(string account) => Local.Instagram.Conversation(account, User).Last(m => !m.FromUser).Text!;

    private Task SettleAsync() => Pass(TimeSpan.FromSeconds(5));
}
