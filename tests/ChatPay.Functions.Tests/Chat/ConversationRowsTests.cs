using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Chat;

public sealed class ConversationRowsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly Conversation Open = new()
    {
        Id = Conversation.IdOf("byr-1", "sel-1"),
        BuyerId = "byr-1",
        SellerId = "sel-1",
        OpenedAt = Now,
        Channel = Channel.Instagram,
    };

    /// <summary>The page used last counts, in whichever order; then the seller's language, then English.</summary>
    [Fact]
    public void LanguageFor_ABuyer_IsThatOfThePageUsedLastOrElseTheSellers()
    {
        Assert.Equal("en", Open.LanguageFor());
        var ofSeller = Open with { SellerReads = "es" };
        Assert.Equal("es", ofSeller.LanguageFor());

        var used = new MessageDraft(MessageSource.ChatPay, "1", Author.ChatPay, "Paid.") { BuyerReads = new("it", Now) };
        var (after, _) = ConversationRows.Place(ofSeller, used, Now);
        Assert.Equal("it", after.LanguageFor());
        var (later, _) = ConversationRows.Place(after, used with { SourceId = "2", BuyerReads = new("en", Now.AddDays(-1)) }, Now);
        Assert.Equal("it", later.LanguageFor());
        Assert.Equal("en", later.LanguageFor(ScriptedSale.Requested().Order with { BuyerReads = new("en", Now.AddDays(1)) }));
    }

    [Fact]
    public void Id_OfTheSameTwo_IsTheSame()
    {
        Assert.Equal(Conversation.IdOf("byr-1", "sel-1"), Conversation.IdOf("byr-1", "sel-1"));
        Assert.NotEqual(Conversation.IdOf("byr-1", "sel-1"), Conversation.IdOf("byr-1", "sel-2"));
    }

    [Fact]
    public void Id_OfTheSameDraft_IsTheSameAndOfNoOther()
    {
        var draft = new MessageDraft(MessageSource.Instagram, "m-1", Author.Buyer, "Hello");

        Assert.Equal(draft.IdIn(Open.Id), (draft with { Text = "Other" }).IdIn(Open.Id));
        Assert.Equal(5, new HashSet<string>
        {
            draft.IdIn(Open.Id),
            draft.IdIn(Conversation.IdOf("byr-2", "sel-1")),
            (draft with { SourceId = "m-2" }).IdIn(Open.Id),
            (draft with { Source = MessageSource.Buyer }).IdIn(Open.Id),
            (draft with { Source = MessageSource.Seller }).IdIn(Open.Id),
        }.Count);
    }

    [Fact]
    public void Place_NextMessage_TakesTheNextNumberAndSortsBehind()
    {
        var (head, first) = ConversationRows.Place(Open with { Messages = 9 }, Said("a"), Now);
        var (_, second) = ConversationRows.Place(head, Said("b"), Now);

        Assert.Equal((10, 11), (first.Number, second.Number));
        Assert.True(string.CompareOrdinal(
            ConversationRows.Numbered(ConversationRows.Message, 9), ConversationRows.Numbered(ConversationRows.Message, first.Number)) < 0);
    }

    [Fact]
    public void Place_OlderUserMessageThatComesLate_LeavesTheWindow()
    {
        var (head, _) = ConversationRows.Place(Open with { LastUserMessageAt = Now }, Said("late") with { SaidAt = Now.AddHours(-3) }, Now);

        Assert.Equal(Now, head.LastUserMessageAt);
    }

    [Fact]
    public void Place_UserMessageFromTheFuture_OpensTheWindowFromNowOnly()
    {
        var (head, _) = ConversationRows.Place(Open, Said("early") with { SaidAt = Now.AddDays(2) }, Now);

        Assert.Equal(Now.AddHours(24), MessagingWindow.EndOf(head));
    }

    [Fact]
    public void Place_SellersWords_DoNotOpenTheWindow()
    {
        var (head, _) = ConversationRows.Place(Open, new MessageDraft(MessageSource.Seller, "1", Author.Seller, "Hi"), Now);

        Assert.False(MessagingWindow.IsOpen(head, Now));
    }

    [Fact]
    public void Window_TwentyFourHoursAfterTheUsersMessage_IsClosed()
    {
        var conversation = Open with { LastUserMessageAt = Now };

        Assert.True(MessagingWindow.IsOpen(conversation, Now.AddHours(24).AddTicks(-1)));
        Assert.False(MessagingWindow.IsOpen(conversation, Now.AddHours(24)));
    }

    [Fact]
    public void Append_WithSomethingToSend_PromisesItInTheSameTransaction()
    {
        var draft = Said("x") with { Send = new PendingSend("ord-1") };
        var (head, placed) = ConversationRows.Place(Open, [draft, Said("y")], Now);

        Assert.Equal(
            [
                "conversation",
                "message-00000001", "seen-" + placed[0].Message.Id, "outbox-00000001",
                "message-00000002", "seen-" + placed[1].Message.Id,
            ],
            ConversationRows.Append(head, new Azure.ETag("v"), placed).Select(a => a.Entity.RowKey));
        Assert.Equal(2, head.Messages);
    }

    [Theory]
    [InlineData(Audience.Both, true, true)]
    [InlineData(Audience.Buyer, true, false)]
    [InlineData(Audience.Seller, false, true)]
    public void Message_IsSeenByItsAudienceOnly(Audience audience, bool buyer, bool seller)
    {
        var (_, message) = ConversationRows.Place(Open, Said("x") with { Audience = audience }, Now);

        Assert.Equal((buyer, seller), (message.IsFor(Author.Buyer), message.IsFor(Author.Seller)));
    }

    private static MessageDraft Said(string mid) => new(MessageSource.Instagram, mid, Author.Buyer, "Hello");
}
