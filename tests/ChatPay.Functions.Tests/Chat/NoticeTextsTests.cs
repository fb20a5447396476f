using System.Text;
using ChatPay.Functions.Chat;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments;
using ChatPay.Functions.Payouts;
using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Tests.Chat;

public sealed class NoticeTextsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<OrderEventType> EveryEvent => [.. Enum.GetValues<OrderEventType>()];

    [Fact]
    public void For_PaymentRequested_NamesLinesAndTotal()
    {
        var notice = Assert.Single(For(OrderEventType.PaymentRequested));

        Assert.Equal((Audience.Both, "Payment request: 2 × Mug, 25.00 USD."), (notice.Audience, notice.Text));
    }

    [Theory]
    [InlineData(OrderEventType.ShipReminder)]
    [InlineData(OrderEventType.TrackingAccepted)]
    [InlineData(OrderEventType.PayoutReleased)]
    [InlineData(OrderEventType.PayoutTakenBack)]
    [InlineData(OrderEventType.PayoutSubmitted)]
    [InlineData(OrderEventType.PaidOut)]
    [InlineData(OrderEventType.PayoutFailed)]
    [InlineData(OrderEventType.PayoutRefused)]
    [InlineData(OrderEventType.PayoutWithheld)]
    [InlineData(OrderEventType.PayoutReturned)]
    [InlineData(OrderEventType.PayoutUnclaimed)]
    [InlineData(OrderEventType.PayoutRetried)]
    [InlineData(OrderEventType.PayoutHandedOver)]
    [InlineData(OrderEventType.ReserveKept)]
    [InlineData(OrderEventType.ReserveEnded)]
    [InlineData(OrderEventType.PayoutBlocked)]
    [InlineData(OrderEventType.PayoutUnblocked)]
    [InlineData(OrderEventType.DebtNetted)]
    [InlineData(OrderEventType.DebtPaid)]
    [InlineData(OrderEventType.DebtWrittenOff)]
    [InlineData(OrderEventType.RefundRequestUnanswered)]
    [InlineData(OrderEventType.RefundFailed)]
    [InlineData(OrderEventType.CaseFeeCharged)]
    [InlineData(OrderEventType.CaseFeeReturned)]
    public void For_TheSellersMoney_IsTheSellersAlone(OrderEventType type) =>
        Assert.All(For(type), notice => Assert.Equal(Audience.Seller, notice.Audience));

    [Theory]
    [MemberData(nameof(EveryEvent))]
    public void For_EveryEvent_SaysAtMostOneSentenceToEach(OrderEventType type)
    {
        var notices = For(type);

        Assert.InRange(notices.Count(n => n.Audience is Audience.Both or Audience.Buyer), 0, 1);
        Assert.InRange(notices.Count(n => n.Audience is Audience.Both or Audience.Seller), 0, 1);
        Assert.All(notices, n => Assert.EndsWith(".", n.Text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(EveryEvent))]
    public void For_LongestOrder_StillFitsBesideALink(OrderEventType type)
    {
        var lines = Enumerable.Repeat(new OrderLine(string.Concat(Enumerable.Repeat("é", 127)), 999, new Money(1, "USD")), 100).ToList();
        var notices = NoticeTexts.For(
            OrderOf(lines), new TimelineEntry(1, Now, new OrderEvent(type, Detail: new string('界', 2000))));

        Assert.All(notices, n => Assert.InRange(Encoding.UTF8.GetByteCount(n.Text), 1, 700));
    }

    [Fact]
    public void For_RequestWithManyLines_SaysHowManyMore() =>
        Assert.Equal(
            "Payment request: 2 × Mug, 2 × Mug, 2 × Mug and 2 more, 125.00 USD.",
            NoticeTexts.For(OrderOf([.. Enumerable.Repeat(Mug, 5)]), Entry(OrderEventType.PaymentRequested))[0].Text);

    [Fact]
    public void DraftOf_SameEntry_IsTheSameMessageAndEachAudienceItsOwn()
    {
        var conversation = new Conversation { Id = Conversation.IdOf("byr-1", "sel-1"), BuyerId = "byr-1", SellerId = "sel-1", OpenedAt = Now };
        var ids = For(OrderEventType.Paid).Concat(For(OrderEventType.Paid))
            .Select(n => DeliverNotice.DraftOf(conversation, "ord-1", Entry(OrderEventType.Paid), n).IdIn(conversation.Id));

        Assert.Equal(2, ids.Distinct().Count());
    }

    [Fact]
    public void DraftOf_OnInstagram_SendsTheBuyersWordsOnlyAndThePayLinkWithTheRequestOnly()
    {
        var conversation = new Conversation
        {
            Id = Conversation.IdOf("byr-1", "sel-1"),
            BuyerId = "byr-1",
            SellerId = "sel-1",
            OpenedAt = Now,
            Channel = Channel.Instagram,
        };

        Assert.All(For(OrderEventType.PaidOut), n => Assert.Null(Draft(OrderEventType.PaidOut, n).Send));
        Assert.Equal("ord-1", Draft(OrderEventType.PaymentRequested, For(OrderEventType.PaymentRequested)[0]).Send?.PayOrderId);
        var paid = For(OrderEventType.Paid).Select(n => Draft(OrderEventType.Paid, n)).ToList();
        Assert.Equal([Audience.Buyer], paid.Where(d => d.Send is not null).Select(d => d.Audience));
        Assert.All(paid, d => Assert.Null(d.Send?.PayOrderId));

        MessageDraft Draft(OrderEventType type, Notice notice) => DeliverNotice.DraftOf(conversation, "ord-1", Entry(type), notice);
    }

    /// <summary>"hand over it" is no English.</summary>
    [Theory]
    [InlineData(OrderEventType.Paid)]
    [InlineData(OrderEventType.ShipReminder)]
    [InlineData(OrderEventType.ShipByExtensionDeclined)]
    [InlineData(OrderEventType.LateCaptureReceived)]
    public void For_Pickup_SaysHandItOver(OrderEventType type)
    {
        var told = NoticeTexts.For(OrderOf([Mug]) with { Kind = FulfilmentKind.Pickup }, Entry(type));

        Assert.Contains(told, n => n.Text.Contains("hand it over", StringComparison.OrdinalIgnoreCase));
        Assert.All(told, n => Assert.DoesNotContain("hand over it", n.Text, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>After the payout it is not true that nothing is paid out until somebody answers.</summary>
    [Theory]
    [InlineData(OrderEventType.ComplaintOpened)]
    [InlineData(OrderEventType.RefundRequested)]
    [InlineData(OrderEventType.CaseOpened)]
    public void For_TroubleAfterThePayout_DoesNotSayThatNothingIsPaidOut(OrderEventType type)
    {
        var order = OrderOf([Mug]);
        Assert.Contains(NoticeTexts.For(order, Entry(type)), n => n.Text.Contains("nothing is paid out", StringComparison.Ordinal));

        var told = NoticeTexts.For(order with { Payouts = [new Payout(1, PayoutState.Paid, new Money(2300, "USD"), Now)] }, Entry(type));

        Assert.All(told, n => Assert.DoesNotContain("paid out", n.Text, StringComparison.Ordinal));
        Assert.All(told, n => Assert.DoesNotContain("is not paid", n.Text, StringComparison.Ordinal));
        Assert.Contains(told, n => n.Text.Contains("you have been paid already", StringComparison.Ordinal));
    }

    /// <summary>Whether the seller has been paid is nothing of the buyer's.</summary>
    [Theory]
    [MemberData(nameof(EveryEvent))]
    public void For_TheBuyer_IsTheSameBeforeAndAfterThePayout(OrderEventType type)
    {
        var order = OrderOf([Mug]);
        var paidOut = order with { Payouts = [new Payout(1, PayoutState.Paid, new Money(2300, "USD"), Now)] };

        Assert.Equal(ToBuyer(order), ToBuyer(paidOut));

        IEnumerable<string> ToBuyer(Order of) => NoticeTexts.For(of, Entry(type)).Where(n => n.Audience != Audience.Seller).Select(n => n.Text);
    }

    [Fact]
    public void For_RefundOfWhatWasNotShipped_SaysWhy()
    {
        var order = OrderOf([Mug]) with { Refunds = [new Refund(1, RefundState.Approved, RefundReason.Unshipped, new Money(2500, "USD"), Now)] };

        var told = NoticeTexts.For(order, new TimelineEntry(7, Now, new OrderEvent(OrderEventType.RefundStarted, new Money(2500, "USD"))));

        Assert.All(told, n => Assert.EndsWith("has begun, because it was not shipped in time.", n.Text, StringComparison.Ordinal));
    }

    /// <summary>A date was promised together with the sentence that nothing is paid out.</summary>
    [Fact]
    public void For_ShippedWithANumberThatTheCarrierDoesNotGive_PromisesNoPayout()
    {
        var shipped = OrderOf([Mug]) with { Shipments = [new Shipment("shp-1", [0], Now) { Carrier = "USPS", TrackingNumber = "12", UnderReview = true }] };

        var told = NoticeTexts.For(shipped, Entry(OrderEventType.Shipped)).Single(n => n.Audience == Audience.Seller);

        Assert.Contains("nothing is paid out until you correct it", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("is due", told.Text, StringComparison.Ordinal);
    }

    /// <summary>Services are not shipped, and have no tracking number to show.</summary>
    [Theory]
    [MemberData(nameof(EveryEvent))]
    public void For_AService_NeverSpeaksOfShipping(OrderEventType type) => Assert.All(
        NoticeTexts.For(OrderOf([Mug]) with { Kind = FulfilmentKind.Service }, Entry(type)).Where(_ => type is not (OrderEventType.TrackingChanged or OrderEventType.TrackingAccepted or OrderEventType.LinesGivenUp)),
        notice => Assert.DoesNotMatch("(?i)ship|tracking", notice.Text));

    /// <summary>PayPal's codes are for programs and operators.</summary>
    [Theory]
    [InlineData(OrderEventType.CaseOpened, "MERCHANDISE_OR_SERVICE_NOT_RECEIVED", "(the buyer says that it has not arrived)")]
    [InlineData(OrderEventType.PayoutWithheld, "UNCLAIMED", "(no confirmed PayPal account has taken it)")]
    [InlineData(OrderEventType.PayoutRefused, "RECEIVER_ACCOUNT_LOCKED", "(the PayPal account is locked)")]
    [InlineData(OrderEventType.PayoutFailed, "SOMETHING_NEW", "is tried again.")]
    [InlineData(OrderEventType.PayoutRefused, "VALIDATION_ERROR receiver", "your payout of 25.00 USD.")]
    [InlineData(OrderEventType.RefundFailed, "ENDED_BY_OPERATOR", "(an operator has ended it)")]
    [InlineData(OrderEventType.ComplaintOpened, "BROKEN", "(BROKEN)")]
    public void For_AReasonOfPayPal_SaysItInWords(OrderEventType type, string code, string words)
    {
        var told = NoticeTexts.For(OrderOf([Mug]), new TimelineEntry(7, Now, new OrderEvent(type, Detail: code)));

        Assert.Contains(words, told[^1].Text, StringComparison.Ordinal);
        Assert.All(told, n => Assert.DoesNotMatch("[A-Z]_[A-Z]", n.Text));
    }

    private static OrderLine Mug => new("Mug", 2, new Money(1250, "USD"));

    private static IReadOnlyList<Notice> For(OrderEventType type) => NoticeTexts.For(OrderOf([Mug]), Entry(type));

    private static TimelineEntry Entry(OrderEventType type) => new(7, Now, new OrderEvent(type));

    private static Order OrderOf(IReadOnlyList<OrderLine> lines) => new()
    {
        Id = "ord-1",
        ConversationId = "cnv-1",
        SellerId = "sel-1",
        BuyerId = "byr-1",
        Lines = lines,
        Shipping = Money.Zero("USD"),
        Tax = Money.Zero("USD"),
        Kind = FulfilmentKind.Ship,
        Terms = new OrderTerms(),
        SentAt = Now,
        ExpiresAt = Now.AddDays(1),
    };
}
