using System.Text.Json;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.Instagram;

namespace ChatPay.Journeys.Chat;

/// <summary>When Instagram refuses a seller's message, only what the refusal concerns stops.</summary>
public sealed class RefusedMessageJourneys(JourneyPlatform platform) : Journey(platform)
{
    private const string Blocked = "2001";
    private const string Other = "2002";

    /// <summary>Cases 05 and 09.</summary>
    [Theory]
    [InlineData(551, 1545041)]
    [InlineData(200, 1545041)]
    [InlineData(551, null)]
    public async Task One_buyer_who_cannot_be_reached_costs_the_seller_this_message_and_no_other_buyer(int code, int? subcode)
    {
        var account = $"178414000002{code:D3}{(subcode is null ? 0 : 1)}";
        var sale = await ConnectedAsync(account, $"unreachable {code} {subcode}");
        await Local.Instagram.RefuseAsync(
            account,
            Blocked,
            new SimulatedRefusal(400, code, subcode, "This person isn't available right now."));
        var (unreachable, reachable) = (await SaysAsync(sale, account, Blocked), await SaysAsync(sale, account, Other));

        await AnswerAsync(sale, unreachable);
        await AnswerAsync(sale, reachable);
        await Pass(TimeSpan.FromMinutes(1));

        Assert.Equal("Yes, two.", Local.Instagram.Conversation(account, Other)[^1].Text);
        Assert.DoesNotContain("Yes, two.", Local.Instagram.Conversation(account, Blocked).Select(m => m.Text));
        var messages = await MessagesAsync(sale, unreachable);
        Assert.True(Assert.Single(messages, m => m.GetProperty("text").GetString() == "Yes, two.").GetProperty("undelivered").GetBoolean());
        Assert.Single(
            messages,
            m => m.GetProperty("text").GetString()!.StartsWith("Instagram did not take this message", StringComparison.Ordinal));
        Assert.DoesNotContain(await MessagesAsync(sale, reachable), m => m.TryGetProperty("undelivered", out _));
        Assert.Equal("none", Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["nextStep"]);
    }

    /// <summary>Case 06.</summary>
    [Fact]
    public async Task What_the_app_may_not_send_is_the_operators_to_put_right_and_waits_without_a_word_to_sellers()
    {
        const string account = "17841400000000222";
        var sale = await ConnectedAsync(account);
        Sale.Must(await sale.Seller.PutAsync("sellers/me/contact", new { email = "access@pottery.example" }), 200);
        await Local.Instagram.RefuseAsync(
            account,
            Blocked,
            new SimulatedRefusal(
                400,
                200,
                null,
                "(#200) App does not have Advanced Access to instagram_manage_messages permission, and recipient user does not have role "
                    + "on app."));
        var (waits, goesOn) = (await SaysAsync(sale, account, Blocked), await SaysAsync(sale, account, Other));
        await AnswerAsync(sale, waits);
        await AnswerAsync(sale, goesOn);
        await Pass(TimeSpan.FromHours(3));

        Assert.Equal("Yes, two.", Local.Instagram.Conversation(account, Other)[^1].Text);
        Assert.Equal("none", Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["nextStep"]);
        Assert.DoesNotContain(Local.Mail.Mails, m => m.To == "access@pottery.example");
        Assert.Single(
            Sale.Must(await sale.Operator.GetAsync("ops/attention?limit=100"), 200).Body.GetProperty("items").EnumerateArray(),
            item => item.GetProperty("kind").GetString() == "instagram-app-access");

        await Local.Instagram.RefuseAsync(account, Blocked, null);
        await Pass(TimeSpan.FromHours(2));
        Assert.Equal("Yes, two.", Local.Instagram.Conversation(account, Blocked)[^1].Text);
    }

    /// <summary>Case 07.</summary>
    [Fact]
    public async Task A_restriction_for_a_time_is_told_the_seller_once_and_everything_goes_out_by_itself_when_it_is_over()
    {
        const string account = "17841400000000223";
        var sale = await ConnectedAsync(account);
        Sale.Must(await sale.Seller.PutAsync("sellers/me/contact", new { email = "restricted@pottery.example" }), 200);
        var (first, second) = (await SaysAsync(sale, account, Blocked), await SaysAsync(sale, account, Other));
        await Local.Instagram.RefuseAsync(
            account,
            null,
            new SimulatedRefusal(400, 10, 1893063, "(#10) This account is temporarily restricted from sending messages."));
        await AnswerAsync(sale, first);
        await AnswerAsync(sale, second);
        await Pass(TimeSpan.FromHours(5));

        Assert.Contains(
            "restricts your account",
            Assert.Single(Local.Mail.Mails, m => m.To == "restricted@pottery.example").Subject,
            StringComparison.Ordinal);
        Assert.Equal("none", Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["nextStep"]);

        await Local.Instagram.RefuseAsync(account, null, null);
        await Pass(TimeSpan.FromHours(6));
        foreach (var user in new[] { Blocked, Other })
            Assert.Single(Local.Instagram.Conversation(account, user), m => m.Text == "Yes, two.");
    }

    /// <summary>Case 08.</summary>
    [Fact]
    public async Task A_window_that_Instagram_says_is_closed_is_waited_for_whatever_the_subcode()
    {
        const string account = "17841400000000224";
        var sale = await ConnectedAsync(account);
        var id = await SaysAsync(sale, account, Blocked);
        await Local.Instagram.RefuseAsync(
            account,
            Blocked,
            new SimulatedRefusal(400, 10, 2018278, "This message is sent outside of allowed window."));
        await AnswerAsync(sale, id);
        await Pass(TimeSpan.FromHours(1));
        Assert.Equal("none", Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["nextStep"]);
        Assert.DoesNotContain(await MessagesAsync(sale, id), m => m.TryGetProperty("undelivered", out _));

        await Local.Instagram.RefuseAsync(account, Blocked, null);
        await SaysAsync(sale, account, Blocked);
        Assert.Equal("Yes, two.", Local.Instagram.Conversation(account, Blocked)[^1].Text);
    }

    // A buyer writes; returns the seller's newest conversation, which is theirs.
    private async Task<string> SaysAsync(Sale sale, string account, string user)
    {
        await Local.Instagram.ReceiveAsync(user, account, "Are there mugs left?");
        await Pass(TimeSpan.FromSeconds(5));
        return Sale.Must(await sale.Seller.GetAsync("conversations"), 200)
            .Body.GetProperty("items")
            .EnumerateArray()
            .First()
            .GetProperty("id")
            .GetString()!;
    }

    private async Task AnswerAsync(Sale sale, string id)
    {
        Sale.Must(
            await sale.Seller.PostAsync($"conversations/{id}/messages", new { text = "Yes, two.", clientMessageId = "answer-1" }),
            201);
        await Clock.DrainAsync();
    }

    private static async Task<List<JsonElement>> MessagesAsync(Sale sale, string id) =>
        [
            .. Sale.Must(await sale.Seller.GetAsync($"conversations/{id}/messages?limit=100"), 200)
                .Body.GetProperty("items")
                .EnumerateArray(),
        ];
}
