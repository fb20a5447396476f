using System.Text;
using ChatPay.Functions.Providers.Instagram;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Tests.Chat;

/// <summary>Webhooks as Meta has sent them to others, rebuilt from public reports.</summary>
public sealed class MetaWebhookCasesTests
{
    // JSON is in single quotes here.
    private const string Parties = "'sender':{'id':'900000000000001'},'recipient':{'id':'17841400000000001'},'timestamp':1790000000000";
    private const string Unshown = "[a message that Instagram does not show to apps: open Instagram]";

    /// <summary>Case 04.</summary>
    [Theory]
    [InlineData("messaging_postbacks", "'postback':{'mid':'m-1','title':'No, thank you','payload':'p'}")]
    [InlineData("messages", "'message':{'mid':'m-1','text':'No, thank you','quick_reply':{'payload':'p'}}")]
    public void Read_TapInChanges_IsTheSameAsInMessaging(string field, string happening)
    {
        var plain = "{'sender':{'id':'900000000000001'},'recipient':{'id':'17841400000000001'},'timestamp':'1790000000'," + happening + "}";

        var changed = Assert.Single(ReadEntry("'changes':[{'field':'" + field + "','value':" + plain + "}]").Events);

        Assert.Equal(Assert.Single(ReadEntry("'messaging':[" + plain + "]").Events), changed);
        Assert.Equal(("m-1", "p", DateTimeOffset.FromUnixTimeSeconds(1790000000)), (changed.Mid, changed.Payload, changed.At));
    }

    /// <summary>Case 04: unknown entries are counted, so that a change by Meta is noticed.</summary>
    [Theory]
    [InlineData("'changes':[{'field':'messaging_novelties','value':{}}]")]
    [InlineData("'messaging':[{'sender':{'id':'1'},'recipient':{'id':'2'},'novelty':{}}]")]
    public void Read_UnknownKind_IsCountedAsUnknown(string entry)
    {
        var told = ReadEntry(entry);

        Assert.Equal((0, 0, 1), (told.Events.Count, told.Malformed, told.Unknown));
    }

    /// <summary>Case 19.</summary>
    [Fact]
    public void Read_TapWithoutMid_IsTheSameOnceForEachTap()
    {
        static string TapAt(int millisecond) =>
            "{'sender':{'id':'900000000000001'},'recipient':{'id':'17841400000000001'},'timestamp':179000000000" + millisecond
            + ",'postback':{'title':'No, thank you','payload':'decline:ord-00000000000000000000000000'}}";

        var events = ReadEntry("'messaging':[" + string.Join(',', TapAt(0), TapAt(0), TapAt(1)) + "]").Events;

        Assert.Equal("decline:ord-00000000000000000000000000", events[0].Payload);
        Assert.Equal(events[0].QueueMessageId, events[1].QueueMessageId);
        Assert.NotEqual(events[0].QueueMessageId, events[2].QueueMessageId);
    }

    /// <summary>Case 10: 780 characters of Japanese are 2,340 bytes.</summary>
    [Fact]
    public void Read_LongTextOfWideCharacters_IsKeptWhole()
    {
        var text = string.Concat(Enumerable.Repeat("注文の件でご連絡しました。", 60));

        Assert.Equal(text, Message("'text':'" + text + "'").Text);
    }

    /// <summary>Case 11, also in a member's name and beside whole pairs and escaped backslashes.</summary>
    [Theory]
    [InlineData(@"'text':'Is the blue one still free? \ud83d'", "Is the blue one still free? \ufffd")]
    [InlineData(@"'text':'\ude00 \ud83d\ude00 \\ud83d \ud83d\ud83d\ude00'", "\ufffd \U0001F600 \\ud83d \ufffd\U0001F600")]
    [InlineData(@"'\ud83d':1,'text':'free?'", "free?")]
    public void Read_HalfASurrogatePair_LosesNothingElse(string content, string text) => Assert.Equal(text, Message(content).Text);

    [Fact]
    public void Read_BytesThatAreNoText_LoseNothingElse()
    {
        byte[] body =
        [
            .. Json("{'object':'instagram','entry':[{'messaging':[{" + Parties + ",'message':{'mid':'m','text':'free"),
            0xFF,
            .. Json("?'}}]}]}"),
        ];

        Assert.Equal("free\ufffd?", Assert.Single(MetaWebhook.Read(body).Events).Text);
    }

    /// <summary>Cases 12, 13 and 15.</summary>
    [Theory]
    [InlineData(
        "'attachments':[{'type':'sticker','payload':{'sticker_id':767226160478561}}]",
        "[sticker]",
        SharedItemKind.Sticker,
        "767226160478561")]
    [InlineData(
        "'attachments':[{'type':'ig_post','payload':{'ig_post_media_id':'180','title':'Handmade mugs,\\ntwo "
            + "left','url':'https://lookaside.example/1'}}]",
        "[shared post: Handmade mugs, two left]", SharedItemKind.Post, "180")]
    [InlineData("'is_unsupported':true", Unshown, SharedItemKind.Unsupported, null)]
    [InlineData("'attachments':[]", Unshown, SharedItemKind.Unsupported, null)]
    [InlineData("'attachments':[{'type':'image','payload':{'url':'https://lookaside.example/1'}}]", "[photo]", SharedItemKind.Photo, null)]
    [InlineData("'attachments':[{'type':'hologram'}]", "[attachment]", SharedItemKind.Other, null)]
    public void Read_MessageWithoutWords_IsNeverAnEmptyLine(string content, string line, object kind, string? id)
    {
        var said = Message(content);

        Assert.Equal(("", line), (said.Text, said.Line));
        var shown = Assert.Single(said.Shown!);
        Assert.Equal((kind, id), (shown.Kind, shown.Id));
    }

    /// <summary>Case 14.</summary>
    [Fact]
    public void Read_EchoOfAnUnsupportedType_SaysSo()
    {
        var echo = Message("'is_echo':true,'attachments':[{'type':'unsupported_type'}]");

        Assert.Equal((InstagramEventKind.Echo, Unshown), (echo.Kind, echo.Line));
    }

    /// <summary>Case 22.</summary>
    [Fact]
    public void Read_ReplyToAStoryThroughAnAd_NamesBoth()
    {
        var said = Message(
            "'text':'how much?','reply_to':{'story':{'id':'18100000000000002','url':'https://lookaside.fbsbx.com/1'}},"
                + "'referral':{'product':{'id':'7000000000000001'},'source':'ADS','ad_id':'6000000000000001','ads_context_data':{'ad_title':'Mugs'}}"
        );

        Assert.Equal("how much?", said.Line);
        Assert.Equal(
            [
                new SharedItem(SharedItemKind.Story, "18100000000000002", null, new Uri("https://lookaside.fbsbx.com/1")),
                new SharedItem(SharedItemKind.Product, "7000000000000001"),
                new SharedItem(SharedItemKind.Ad, "6000000000000001", "Mugs"),
            ],
            said.About);
    }

    /// <summary>Case 16.</summary>
    [Fact]
    public void Read_TestOfTheDashboard_IsCountedAsSuch()
    {
        var told = MetaWebhook.Read(
            Json(
                "{'object':'instagram','entry':[{'time':1790000001000,'id':'0','messaging':[{'sender':{'id':'12334'},'recipient':{'id':'23245'},"
                    + "'timestamp':1527459824,'message':{'mid':'random_mid','text':'random_text'}}]}]}"));

        Assert.Equal((0, 0, 1), (told.Events.Count, told.Malformed, told.Tests));
    }

    /// <summary>Case 16.</summary>
    [Theory]
    [InlineData("1790000000")]
    [InlineData("1790000000000")]
    [InlineData("'1790000000'")]
    public void Read_TimeInSeconds_IsNotTakenFor1970(string timestamp)
    {
        var told = ReadEntry(
            "'messaging':[{'sender':{'id':'1'},'recipient':{'id':'2'},'timestamp':" + timestamp + ",'message':{'mid':'m','text':'x'}}]");

        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790000000), Assert.Single(told.Events).At);
    }

    /// <summary>Case 17.</summary>
    [Fact]
    public void Read_MessageToOneself_IsNoConversation()
    {
        const string self =
            "{'sender':{'id':'1'},'recipient':{'id':'1'},'timestamp':1790000000000,'message':{'mid':'m','text':'test','is_self':true";

        var told = ReadEntry("'messaging':[" + self + "}}," + self + ",'is_echo':true}}]");

        Assert.Equal((0, 0, 2), (told.Events.Count, told.Malformed, told.ToOneself));
    }

    /// <summary>Case 18.</summary>
    [Theory]
    [InlineData("1", 1)]
    [InlineData("'2'", 2)]
    [InlineData("0", 0)]
    public void Read_Edit_TellsWhichOne(string number, int expected)
    {
        var edit = Assert.Single(
            ReadEntry(
                "'messaging':[{" + Parties + ",'message_edit':{'mid':'m','text':'Two, not three.','num_edit':" + number + "}}]"
            ).Events);

        Assert.Equal((InstagramEventKind.Edited, "m", "Two, not three.", expected), (edit.Kind, edit.Mid, edit.Text, edit.EditNumber));
    }

    /// <summary>Case 20.</summary>
    [Fact]
    public void Read_Standby_IsSaidWhileAnotherAppAnswers()
    {
        var said = Assert.Single(ReadEntry("'standby':[{" + Parties + ",'message':{'mid':'m','text':'hello?'}}]").Events);

        Assert.Equal((InstagramEventKind.Said, "hello?", true), (said.Kind, said.Text, said.IsStandby));
    }

    /// <summary>Case 21: a link's <c>ref</c> is kept, and receipts and reactions are ignored.</summary>
    [Fact]
    public void Read_ReferralAndReceipts_TellTheReferralAlone()
    {
        var told = ReadEntry(
            "'messaging':[{"
                + Parties
                + ",'referral':{'ref':'spring','source':'SHORTLINK'}},{"
                + Parties
                + ",'read':{'mid':'m'}},{"
                + Parties
                + ",'reaction':{'mid':'m','emoji':'x'}}]");

        var came = Assert.Single(told.Events);
        Assert.Equal((InstagramEventKind.Referred, "spring"), (came.Kind, Assert.Single(came.About!).Title));
        Assert.Equal((0, 0), (told.Malformed, told.Unknown));
    }

    private static InstagramEvent Message(string content) =>
        Assert.Single(ReadEntry("'messaging':[{" + Parties + ",'message':{'mid':'m'," + content + "}}]").Events);

    private static MetaWebhookContent ReadEntry(string entry) =>
        MetaWebhook.Read(Json("{'object':'instagram','entry':[{'id':'17841400000000001','time':1," + entry + "}]}"));

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text.Replace('\'', '"'));
}
