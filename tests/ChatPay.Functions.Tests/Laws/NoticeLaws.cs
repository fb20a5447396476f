using System.Text.RegularExpressions;
using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Features.Mail;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>What the app writes to people is complete in every language: no English in another one, and nothing unfilled.</summary>
public sealed partial class NoticeLaws
{
    private static readonly DateTimeOffset Now = ScriptedSale.Start;

    public static TheoryData<string> OtherLanguages => [.. Languages.All.Where(language => language != Languages.Default)];

    [Theory]
    [MemberData(nameof(OtherLanguages))]
    public void Notice_OfEveryEvent_IsInTheReadersLanguageAlone(string language)
    {
        foreach (var (order, entry) in Everything())
        {
            var english = NoticeTexts.For(order, entry);
            var told = NoticeTexts.For(order, entry, language);

            Assert.Equal(english.Select(n => n.Audience), told.Select(n => n.Audience));
            Assert.All(told.Zip(english), pair => AssertTranslated(pair.First.Text, pair.Second.Text));
        }
    }

    // Each word about an order is used: one that is not would stay unread when a sentence changes.
    [Fact]
    public void Words_OfNotices_AreAllUsed()
    {
        var told = string.Join('\n', Everything().SelectMany(it => NoticeTexts.For(it.Order, it.Entry)).Select(n => n.Text));
        Assert.Equal([], WordsOf("notices")
            .Where(word => !Place().Split(word.Value).All(part => told.Contains(part, StringComparison.Ordinal)))
            .Select(word => word.Key));
    }

    [Theory]
    [MemberData(nameof(OtherLanguages))]
    public void Mail_OfEveryKind_IsInTheSellersLanguageAlone(string language)
    {
        foreach (var kind in Enum.GetValues<SellerMailKind>())
        {
            foreach (var why in Enum.GetValues<InstagramLoss>())
            {
                var mail = new SellerMail("sel-1", kind) { Account = "clay", Date = Now, Why = why };
                var (english, told) = (SellerMails.For(mail, Languages.Default), SellerMails.For(mail, language));
                AssertTranslated(told.Subject, english.Subject);
                AssertTranslated(told.Text, english.Text);
                Assert.DoesNotContain('\n', told.Subject);
            }
        }
    }

    [Theory]
    [MemberData(nameof(OtherLanguages))]
    public void Subject_OfEveryTopicAndKind_IsInTheSellersLanguageAlone(string language)
    {
        var (english, words) = (new PageWords(Languages.Default, "mail"), new PageWords(language, "mail"));
        foreach (var topic in Enum.GetValues<SellerMailTopic>())
        {
            foreach (var kind in Enum.GetValues<FulfilmentKind>())
            {
                var key = $"subject.{EnumNames.Of(topic)}";
                AssertTranslated(words.Text(words.KeyFor(kind, key)), english.Text(english.KeyFor(kind, key)));
            }
        }
    }

    // What a buyer can do is offered in every language, and Instagram cuts titles after 20 characters.
    [Fact]
    public void Title_OfEveryReply_FitsInstagramsLimit() => Assert.All(
        Languages.All.SelectMany(language => WordsOf("answers", language)),
        word => Assert.InRange(
            word.Key is "pay" || word.Key.StartsWith("reply.", StringComparison.Ordinal) ? Place().Replace(word.Value, "3").Length : 0, 0, 20));

    [Theory]
    [MemberData(nameof(OtherLanguages))]
    public void Answer_AboutEveryOrder_IsInTheBuyersLanguageAlone(string language)
    {
        foreach (var order in Orders())
        {
            AssertTranslated(StatusTexts.For([order], language), StatusTexts.For([order]));
            AssertTranslated(StatusTexts.For([order, order], language), StatusTexts.For([order, order]));
            AssertTranslated(HelpTexts.For([order], true, language), HelpTexts.For([order], true));
            Assert.All(
                HelpTexts.RepliesFor([order, order], "msg-1", language).Zip(HelpTexts.RepliesFor([order, order], "msg-1")),
                pair => AssertTranslated(pair.First.Title, pair.Second.Title));
        }
    }

    // No word is copied from English. The rest of the pages has a few that are the same in both.
    [Theory]
    [InlineData("notices")]
    [InlineData("mail")]
    [InlineData("answers")]
    public void Words_OfNotices_AreNotThoseOfEnglish(string file) => Assert.All(
        Languages.All.Where(language => language != Languages.Default).SelectMany(language => WordsOf(file, language)),
        word => AssertNoEnglish(Place().Replace(word.Value, "")));

    private static void AssertTranslated(string told, string english)
    {
        Assert.NotEqual(english, told);
        Assert.DoesNotMatch(@"[{}]|^[a-z]+([.-][a-z]+)+$", told);
        AssertNoEnglish(told);
    }

    private static void AssertNoEnglish(string text) => Assert.DoesNotMatch(English(), text);

    /// <summary>Every event of orders in all the states that change a sentence about one.</summary>
    private static IEnumerable<(Order Order, TimelineEntry Entry)> Everything() =>
        from order in Orders()
        from kind in Enum.GetValues<FulfilmentKind>()
        from type in Enum.GetValues<OrderEventType>()
        from detail in DetailsOf(type)
        select (order with { Kind = kind }, new TimelineEntry(7, Now, new OrderEvent(type, new Money(1_25, "USD"), detail)));

    private static IEnumerable<Order> Orders()
    {
        var requested = ScriptedSale.Requested(lines: 5).Order;
        var shipped = ScriptedSale.Shipped().Order;
        yield return requested;
        yield return ScriptedSale.Requested(lines: 4).Order;
        yield return requested with { Replaces = "ord-0", ReplacedBy = "ord-2" };
        yield return shipped;
        yield return shipped with { Terms = shipped.Terms with { HoldWithTracking = TimeSpan.Zero } };
        yield return shipped with { Shipments = [.. shipped.Shipments.Select(s => s with { UnderReview = true, DeliveredAt = null })] };
        yield return shipped with
        {
            Shipments = [.. shipped.Shipments.Select(s => s with { UnderReview = true, DeliveredAt = null })],
            Payouts = [new Payout(1, PayoutState.Paid, shipped.Held, Now)],
        };
        yield return shipped with
        {
            Refunds = [new Refund(1, RefundState.Approved, RefundReason.Unshipped, new Money(1_25, "USD"), Now)],
        };
        foreach (var state in Enum.GetValues<PayoutState>())
            yield return shipped with { Payouts = [new Payout(1, state, new Money(2_25, "USD"), Now) { WithheldAt = Now }] };
        yield return shipped with { Payouts = [new Payout(1, PayoutState.Paid, new Money(2_25, "USD"), Now) { HandedOver = true }] };
        yield return shipped with
        {
            Payouts = [new Payout(1, PayoutState.NothingDue, Money.Zero("USD"), Now)],
            Transfers = [new Transfer("t-1", TransferSide.Pays, "ord-2", shipped.Held, TransferState.Done, Now)],
        };
        var decided = new Dispute("PP-1", DisputeState.Open, new Money(1_25, "USD"), Now) { AmountsMissing = true };
        yield return shipped.With(decided);
        yield return shipped.With(decided) with { Payouts = [new Payout(1, PayoutState.Paid, new Money(2_25, "USD"), Now)] };
        yield return shipped.With(decided with { AmountsMissing = false, AnswerBy = Now.AddDays(7) });
    }

    // The details that the app writes itself; what people write is in their own language.
    private static IEnumerable<string?> DetailsOf(OrderEventType type) => type switch
    {
        OrderEventType.ShipByExtensionAsked => [ShipByTransitions.Told(Now, null), ShipByTransitions.Told(Now, "Horno roto.")],
        OrderEventType.ShipByExtended => [ShipByTransitions.Told(Now, null)],
        OrderEventType.Shipped or OrderEventType.TrackingChanged => [null, "USPS 9400"],
        OrderEventType.CaseWon or OrderEventType.CaseLost => [null, "instead of 10.00 USD"],
        OrderEventType.PaymentFailed => ["The seller cannot take payments now; nothing was charged."],
        _ when OrderEventCatalogue.Of(type).DetailIsACode => [null, .. Codes],
        _ => [null],
    };

    private static IEnumerable<string> Codes =>
    [
        "MERCHANDISE_OR_SERVICE_NOT_RECEIVED", "MERCHANDISE_OR_SERVICE_NOT_AS_DESCRIBED", "UNAUTHORISED", "CREDIT_NOT_PROCESSED",
        "DUPLICATE_TRANSACTION", "INCORRECT_AMOUNT", "PAYMENT_BY_OTHER_MEANS", "CANCELED_RECURRING_BILLING", "INSUFFICIENT_FUNDS",
        "UNCLAIMED", "RECEIVER_UNCONFIRMED", "RECEIVER_ACCOUNT_LOCKED", "RECEIVER_COUNTRY_NOT_ALLOWED", "RECEIVER_REFUSED",
        "RECEIVING_PREFERENCE_ON", "ONHOLD", "BLOCKED", "TRANSACTION_DISPUTED", "REFUND_TIME_LIMIT_EXCEEDED", "CAPTURE_FULLY_REFUNDED",
        "NOT_MADE", "SOMETHING_NEW",
    ];

    private static IEnumerable<KeyValuePair<string, string>> WordsOf(string file, string language = Languages.Default)
    {
        using var content = PageFiles.Find($"words/{language}/{file}.json")!.Open();
        return System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(content)!;
    }

    // Words that neither Italian nor Spanish has.
    [GeneratedRegex(
        @"\b(the|you|your|and|of|for|is|was|been|by|until|instead|this|that|with|it is|again|seller|buyer|payment|payout|refund|order"
            + @"|ship|shipped|request|asked|because|January|February|March|April|May|June|July|August|October)\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex English();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();
}
