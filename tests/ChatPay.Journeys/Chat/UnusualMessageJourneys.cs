using System.Text.Json;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Web;

namespace ChatPay.Journeys.Chat;

/// <summary>Unusual messages from Meta reach the seller; none shows as an empty line or takes effect twice.</summary>
public sealed class UnusualMessageJourneys(JourneyPlatform platform) : Journey(platform)
{
    private const string User = "900000000000001";

    /// <summary>Cases 04 and 19.</summary>
    [Theory]
    [InlineData("'changes':[{'field':'messaging_postbacks','value':@}]", "'mid':'aWdfMIDCHANGES0001',")]
    [InlineData("'messaging':[@]", "")]
    public async Task A_tap_declines_the_request_in_whichever_envelope_it_comes(string envelope, string mid)
    {
        var account = "1784140000000031" + mid.Length % 10;
        var (sale, id) = await TalkingAsync(account, $"tap {mid.Length}");
        var order = await RequestAsync(sale, id);
        var tap = Happening(account, "'postback':{" + mid + "'title':'No, thank you','payload':'decline:" + order + "'}");
        for (var i = 0; i < 2; i++)
            await TellAsync(account, envelope.Replace("@", tap, StringComparison.Ordinal));
        if (mid.Length > 0)
            await TellAsync(account, "'messaging':[" + tap + "]");

        Assert.Equal("declined", Sale.Must(await sale.Seller.GetAsync($"orders/{order}"), 200)["status"]);
        Assert.Single(await MessagesAsync(sale, id), m => Text(m) == "No, thank you");
        Assert.Single(
            Local.Instagram.Conversation(account, User),
            m => m.Text?.StartsWith("You declined", StringComparison.Ordinal) == true);
    }

    /// <summary>Case 17.</summary>
    [Fact]
    public async Task An_account_that_writes_to_itself_is_not_answered()
    {
        const string account = "17841400000000302";
        var sale = await ConnectedAsync(account);
        const string said =
            "{'sender':{'id':'17841400000000302'},'recipient':{'id':'17841400000000302'},'timestamp':1790000000000,'message':{'mid':'self','text':'where is my order?','is_self':true";
        await TellAsync(account, "'messaging':[" + said + "}}," + said + ",'is_echo':true}}]");
        await Pass(TimeSpan.FromMinutes(1));

        Assert.Empty(Sale.Must(await sale.Seller.GetAsync("conversations"), 200).Body.GetProperty("items").EnumerateArray());
        Assert.Empty(Local.Instagram.Conversation(account, account));
    }

    /// <summary>Case 18.</summary>
    [Fact]
    public async Task A_buyer_who_edits_what_a_request_rests_on_is_noticed_and_the_old_words_stay()
    {
        const string account = "17841400000000303";
        var (sale, id) = await TalkingAsync(account);
        var mid = await Local.Instagram.ReceiveAsync(User, account, "Three, please");
        await Pass(TimeSpan.FromSeconds(5));
        await RequestAsync(sale, id);
        await Local.Instagram.EditAsync(mid, "Two, not three. Ship to 12 Example Road");
        await Pass(TimeSpan.FromSeconds(5));

        var messages = await MessagesAsync(sale, id);
        var edited = Assert.Single(messages, m => m.TryGetProperty("edited", out _));
        Assert.Equal("Two, not three. Ship to 12 Example Road", Text(edited));
        Assert.Equal(["Three, please"], edited.GetProperty("earlierTexts").EnumerateArray().Select(t => t.GetString()));
        var told = Text(Assert.Single(messages, m => Text(m).StartsWith("The buyer has changed a message.", StringComparison.Ordinal)));
        Assert.Contains("It said “Three, please” and says now “Two, not three.", told, StringComparison.Ordinal);
        Assert.DoesNotContain(Local.Instagram.Conversation(account, User), m => m.Text == told);
    }

    /// <summary>Case 18: the edit first, then the edited message, then edit 0 of a message that is otherwise unknown.</summary>
    [Fact]
    public async Task Edits_in_any_order_end_in_the_newest_words()
    {
        const string account = "17841400000000304";
        var (sale, id) = await TalkingAsync(account);
        await TellAsync(account, Messaging(account, "'message_edit':{'mid':'edited','text':'Two','num_edit':'1'}"));
        await TellAsync(account, Messaging(account, "'message':{'mid':'edited','text':'Three'}"));
        await TellAsync(account, Messaging(account, "'message_edit':{'mid':'edited','text':'Two','num_edit':1}"));
        await TellAsync(account, Messaging(account, "'message_edit':{'mid':'new','text':'Hello','num_edit':0}"));

        var messages = await MessagesAsync(sale, id);
        var edited = Assert.Single(messages, m => m.TryGetProperty("edited", out _));
        Assert.Equal("Two", Text(edited));
        Assert.Equal(["Three"], edited.GetProperty("earlierTexts").EnumerateArray().Select(t => t.GetString()));
        Assert.Single(messages, m => Text(m) == "Hello");
    }

    /// <summary>Case 20.</summary>
    [Fact]
    public async Task While_another_app_answers_the_seller_reads_along_and_is_told_so_once()
    {
        const string account = "17841400000000305";
        var (sale, id) = await TalkingAsync(account);
        await TellAsync(account, "'standby':[" + Happening(account, "'message':{'mid':'s-1','text':'where is my order?'}") + "]");
        await TellAsync(account, "'standby':[" + Happening(account, "'message':{'mid':'s-2','text':'hello?'}") + "]");

        var messages = await MessagesAsync(sale, id);
        Assert.Equal(["where is my order?", "hello?"], messages.Select(Text).Where(t => t.EndsWith('?')).TakeLast(2));
        Assert.Single(messages, m => Text(m).StartsWith("Another app answers", StringComparison.Ordinal));
        Assert.True(
            Sale.Must(await sale.Seller.GetAsync("conversations"), 200).Body.GetProperty("items")[0].GetProperty("readOnly").GetBoolean());
        var refused = await sale.Seller.PostAsync($"conversations/{id}/messages", new { text = "I can help", clientMessageId = "m-1" });
        Assert.Equal((422, "instagram-answered-elsewhere"), (refused.Status, refused["code"]));
        Assert.Single(Local.Instagram.Conversation(account, User));

        await Local.Instagram.ReceiveAsync(User, account, "Still there?");
        await Pass(TimeSpan.FromSeconds(5));
        Sale.Must(await sale.Seller.PostAsync($"conversations/{id}/messages", new { text = "I can help", clientMessageId = "m-1" }), 201);
    }

    /// <summary>Cases 12, 21 and 22.</summary>
    [Fact]
    public async Task The_seller_sees_what_a_message_shows_and_which_story_or_link_it_is_about()
    {
        const string account = "17841400000000306";
        var (sale, id) = await TalkingAsync(account);
        await TellAsync(account, Messaging(account, "'referral':{'ref':'spring-mugs','source':'SHORTLINK'}"));
        await TellAsync(
            account,
            Messaging(
                account,
                "'message':{'mid':'story','text':'how "
                    + "much?','reply_to':{'story':{'id':'18100000000000002','url':'https://lookaside.example/1'}}}"
            ));
        await TellAsync(
            account,
            Messaging(account, "'message':{'mid':'sticker','attachments':[{'type':'sticker','payload':{'sticker_id':767226160478561}}]}"));

        var messages = await MessagesAsync(sale, id);
        Assert.Single(messages, m => Text(m) == "The buyer came here through [link: spring-mugs].");
        var about = Assert.Single(messages, m => Text(m) == "how much?").GetProperty("about")[0];
        Assert.Equal(("story", "18100000000000002"), (about.GetProperty("kind").GetString(), about.GetProperty("id").GetString()));
        Assert.Single(messages, m => Text(m) == "[sticker]");
        Assert.Equal(
            "spring-mugs",
            Sale.Must(await sale.Seller.GetAsync("conversations"), 200).Body.GetProperty("items")[0].GetProperty("referral").GetString());
    }

    /// <summary>Case 23.</summary>
    [Fact]
    public async Task A_photo_of_the_sellers_is_not_taken_for_the_card_whose_answer_was_lost()
    {
        const string account = "17841400000000307";
        var (sale, id) = await TalkingAsync(account);
        Local.Instagram.Faults.Next("send", Fault.TimeOutAfterSuccess);
        Local.Instagram.Lateness = () => TimeSpan.FromSeconds(40);
        await RequestAsync(sale, id);
        Local.Instagram.Lateness = null;
        await Local.Instagram.ShowAsync(account, User, new Uri("https://photos.example/mug.jpg"));
        await Pass(TimeSpan.FromMinutes(10));

        Assert.Single(Local.Instagram.Conversation(account, User), m => m.Attachment?["type"]?.ToString() == "template");
        var messages = await MessagesAsync(sale, id);
        var photo = Assert.Single(messages, m => Text(m) == "[photo]");
        Assert.Equal("https://photos.example/mug.jpg", photo.GetProperty("attachments")[0].GetString());
        Assert.Single(messages, m => Text(m).StartsWith("Payment request", StringComparison.Ordinal));
        Assert.DoesNotContain(messages, m => Text(m).StartsWith("[card", StringComparison.Ordinal) || Text(m).Length == 0);
    }

    /// <summary>Case 10, outbound: a text longer than Instagram accepts is sent as several messages.</summary>
    [Fact]
    public async Task A_long_answer_goes_out_whole_in_pieces_that_end_with_a_sentence()
    {
        const string account = "17841400000000308";
        var (sale, id) = await TalkingAsync(account);
        var text = string.Join(' ', Enumerable.Range(1, 60).Select(n => $"This is sentence number {n} of a long answer."));
        Sale.Must(await sale.Seller.PostAsync($"conversations/{id}/messages", new { text, clientMessageId = "long" }), 201);
        await Pass(TimeSpan.FromMinutes(1));

        var pieces = Local.Instagram.Conversation(account, User).Skip(1).Select(m => m.Text!).ToList();
        Assert.Equal(text, string.Join(' ', pieces));
        Assert.Equal(3, pieces.Count);
        Assert.All(pieces, piece => Assert.EndsWith("answer.", piece, StringComparison.Ordinal));
        Assert.Single(await MessagesAsync(sale, id), m => Text(m).StartsWith("This is", StringComparison.Ordinal));
    }

    private async Task<(Sale Sale, string ConversationId)> TalkingAsync(
        string account,
        [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        var sale = await ConnectedAsync(account, name);
        await Local.Instagram.ReceiveAsync(User, account, "Are there mugs left?");
        await Pass(TimeSpan.FromSeconds(5));
        return (
            sale,
            Sale.Must(await sale.Seller.GetAsync("conversations"), 200).Body.GetProperty("items")[0].GetProperty("id").GetString()!);
    }

    private async Task<string> RequestAsync(Sale sale, string id)
    {
        var order = Sale.Must(await sale.Seller.PostAsync($"conversations/{id}/payment-requests", Sale.TwoMugs(), "request-1"), 201)["id"]!;
        await Pass(TimeSpan.FromSeconds(5));
        return order;
    }

    // JSON is in single quotes here.
    private async Task TellAsync(string account, string entry)
    {
        await Local.Instagram.TellAsync(
            ("{'object':'instagram','entry':[{'id':'" + account + "','time':1790000001000," + entry + "}]}").Replace('\'', '"'));
        await Pass(TimeSpan.FromSeconds(5));
    }

    private static string Messaging(string account, string happening) => "'messaging':[" + Happening(account, happening) + "]";

    private static string Happening(string account, string happening) =>
        "{'sender':{'id':'" + User + "'},'recipient':{'id':'" + account + "'},'timestamp':'1790000000'," + happening + "}";

    private static string Text(JsonElement message) => message.GetProperty("text").GetString()!;

    private static async Task<List<JsonElement>> MessagesAsync(Sale sale, string id) =>
        [
            .. Sale.Must(await sale.Seller.GetAsync($"conversations/{id}/messages?limit=100"), 200)
                .Body.GetProperty("items")
                .EnumerateArray(),
        ];
}
