using System.Text;
using ChatPay.Functions.Providers.Instagram;

namespace ChatPay.Functions.Tests.Chat;

public sealed class MetaWebhookTests
{
    private const string Hello =
        """{"sender":{"id":"111"},"recipient":{"id":"999"},"timestamp":1767225600123,"message":{"mid":"m-1","text":"Hello"}}""";

    [Fact]
    public void Read_Message_TellsWhoSaidWhatToWhom()
    {
        var (events, malformed) = Read(Hello);

        var said = Assert.Single(events);
        Assert.Equal(
            (InstagramEventKind.Said, "999", "111", "m-1", "Hello"),
            (said.Kind, said.AccountId, said.UserId, said.Mid, said.Text));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1767225600123), said.At);
        Assert.Equal(0, malformed);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"sender":"111","recipient":{"id":"999"},"message":{"mid":"m","text":"x"}}""")]
    [InlineData("""{"sender":{"id":"111"},"recipient":{"id":999},"message":{"mid":"m","text":"x"}}""")]
    [InlineData("""{"sender":{"id":"../111"},"recipient":{"id":"999"},"message":{"mid":"m","text":"x"}}""")]
    [InlineData("""{"sender":{"id":"111"},"recipient":{"id":"999"},"message":{"text":"no mid"}}""")]
    [InlineData("""{"sender":{"id":"111"},"recipient":{"id":"999"},"message":[]}""")]
    public void Read_MalformedEntry_DoesNotLoseItsNeighbours(string entry)
    {
        var (events, malformed) = Read(Hello, entry, Hello.Replace("m-1", "m-2", StringComparison.Ordinal));

        Assert.Equal(["m-1", "m-2"], events.Select(e => e.Mid));
        Assert.Equal(1, malformed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"object":["instagram"]}""")]
    public void Read_BodyThatIsNotAboutInstagram_TellsNothing(string body)
    {
        var told = MetaWebhook.Read(Encoding.UTF8.GetBytes(body));

        Assert.Empty(told.Events);
        Assert.Equal(1, told.Malformed);
    }

    [Theory]
    [InlineData("""{"object":"page","entry":[]}""", 1)]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{},{}]}""", 2)]
    public void Read_AnotherObject_IsCountedAndNoFault(string body, int entries)
    {
        var told = MetaWebhook.Read(Encoding.UTF8.GetBytes(body));

        Assert.Equal((0, 0, entries), (told.Events.Count, told.Malformed, told.OfAnotherObject));
    }

    [Theory]
    [InlineData("""{"object":"instagram"}""")]
    [InlineData("""{"object":"instagram","entry":{}}""")]
    [InlineData("""{"object":"instagram","entry":[1,null,{"messaging":"x"},{"changes":[]}]}""")]
    public void Read_BodyWithoutMessaging_IsEmptyAndNoHarm(string body) =>
        Assert.Equal(
            0,
            MetaWebhook.Read(Encoding.UTF8.GetBytes(body)).Events.Count + MetaWebhook.Read(Encoding.UTF8.GetBytes(body)).Malformed);

    [Fact]
    public void Read_ReadReceiptAndReaction_AreNotMessages()
    {
        var (events, malformed) = Read(
            """{"sender":{"id":"111"},"recipient":{"id":"999"},"read":{"mid":"m"}}""",
            """{"sender":{"id":"111"},"recipient":{"id":"999"},"reaction":{"mid":"m","emoji":"x"}}""");

        Assert.Empty(events);
        Assert.Equal(0, malformed);
    }

    [Fact]
    public void Read_Echo_IsTheAccountsAndOfTheSameConversation()
    {
        var (events, _) = Read(
            Hello,
            """{"sender":{"id":"999"},"recipient":{"id":"111"},"message":{"mid":"m-2","text":"Hi","is_echo":true}}""");

        Assert.Equal(InstagramEventKind.Echo, events[1].Kind);
        Assert.Equal(events[0].BuyerId, events[1].BuyerId);
    }

    [Fact]
    public void Read_DeletedMessage_IsADeletionWithItsOwnQueueId()
    {
        var (events, _) = Read(Hello, """{"sender":{"id":"111"},"recipient":{"id":"999"},"message":{"mid":"m-1","is_deleted":true}}""");

        Assert.Equal(InstagramEventKind.Deleted, events[1].Kind);
        Assert.NotEqual(events[0].QueueMessageId, events[1].QueueMessageId);
    }

    [Fact]
    public void Read_Postback_SaysTheButtonsTitle()
    {
        var (events, _) = Read("""{"sender":{"id":"111"},"recipient":{"id":"999"},"postback":{"mid":"m-3","title":"Pay","payload":"p"}}""");

        Assert.Equal(("m-3", "Pay"), (events[0].Mid, events[0].Text));
    }

    [Fact]
    public void Read_Attachments_KeepsOnlyHttpsLinks()
    {
        var (events, _) = Read("""
            {"sender":{"id":"111"},"recipient":{"id":"999"},"message":{"mid":"m","attachments":[
              {"type":"image","payload":{"url":"https://cdn.example/1.jpg"}},{"payload":{"url":"javascript:alert(1)"}},
              {"payload":{"url":"http://cdn.example/2.jpg"}},{"payload":{}},7]}}
            """);

        Assert.Equal([new Uri("https://cdn.example/1.jpg")], events[0].Attachments);
        Assert.Equal("", events[0].Text);
        Assert.StartsWith("[photo]", events[0].Line, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HiddenCharactersAndOverlongText_AreTamed()
    {
        var (events, _) = Read(
            """{"sender":{"id":"111"},"recipient":{"id":"999"},"message":{"mid":"a","text":"a\u0000b\u202ec\nd"}}""",
            $$$"""{"sender":{"id":"111"},"recipient":{"id":"999"},"message":{"mid":"b","text":"{{{new string('é', 50_000)}}}"}}""");

        Assert.Equal("abc\nd", events[0].Text);
        Assert.InRange(Encoding.UTF8.GetByteCount(events[1].Text), 39_990, 40_000);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("9223372036854775807")]
    [InlineData("1e400")]
    [InlineData("\"soon\"")]
    public void Read_ImpossibleTime_IsNoTime(string timestamp) =>
        Assert.Null(Read(Hello.Replace("1767225600123", timestamp, StringComparison.Ordinal)).Events.Single().At);

    private static (IReadOnlyList<InstagramEvent> Events, int Malformed) Read(params string[] messaging)
    {
        var told = MetaWebhook.Read(
            Encoding.UTF8.GetBytes(
                $$"""{"object":"instagram","entry":[{"id":"999","time":1,"messaging":[{{string.Join(',', messaging)}}]}]}"""));
        return (told.Events, told.Malformed);
    }
}
