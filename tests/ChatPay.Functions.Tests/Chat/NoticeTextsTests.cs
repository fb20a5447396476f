using System.Text;
using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;

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
        var conversation = new Conversation
        {
            Id = Conversation.IdOf("byr-1", "sel-1"),
            BuyerId = "byr-1",
            SellerId = "sel-1",
            OpenedAt = Now,
        };
        var ids = For(OrderEventType.Paid)
            .Concat(For(OrderEventType.Paid))
            .Select(n => TellConversation.DraftOf(conversation, "ord-1", Entry(OrderEventType.Paid), n).IdIn(conversation.Id));

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

        MessageDraft Draft(OrderEventType type, Notice notice) => TellConversation.DraftOf(conversation, "ord-1", Entry(type), notice);
    }

    /// <summary>Not "hand over it".</summary>
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

    /// <summary>After the payout, "nothing is paid out until somebody answers" would be false.</summary>
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

    /// <summary>A payout that waits unclaimed at PayPal can be claimed while a complaint is open, so "nothing is paid out" would be
    /// false.</summary>
    [Theory]
    [InlineData(OrderEventType.ComplaintOpened, PayoutState.Withheld, "can still be claimed at PayPal")]
    [InlineData(OrderEventType.RefundRequested, PayoutState.Withheld, "can still be claimed at PayPal")]
    [InlineData(OrderEventType.CaseOpened, PayoutState.Withheld, "can still be claimed at PayPal")]
    [InlineData(OrderEventType.ComplaintOpened, PayoutState.Submitting, "is on its way already")]
    [InlineData(OrderEventType.CaseOpened, PayoutState.Processing, "is on its way already")]
    public void For_TroubleWhileThePayoutIsAtPayPal_SaysThatItHasBeenSent(OrderEventType type, PayoutState state, string says)
    {
        var sent = OrderOf([Mug]) with { Payouts = [new Payout(1, state, new Money(2300, "USD"), Now)] };

        var told = NoticeTexts.For(sent, Entry(type));

        Assert.Contains($"your payout of 23.00 USD", told.Single(n => n.Audience == Audience.Seller).Text, StringComparison.Ordinal);
        Assert.Contains(says, told.Single(n => n.Audience == Audience.Seller).Text, StringComparison.Ordinal);
        Assert.All(told, n => Assert.DoesNotContain("nothing is paid out", n.Text, StringComparison.Ordinal));
        Assert.All(told.Where(n => n.Audience != Audience.Seller), n => Assert.DoesNotContain("payout", n.Text, StringComparison.Ordinal));
    }

    /// <summary>A confirmed delivery once promised a payout that had already been sent and returned.</summary>
    [Theory]
    [InlineData(PayoutState.Released)]
    [InlineData(PayoutState.Submitting)]
    [InlineData(PayoutState.Withheld)]
    [InlineData(PayoutState.Paid)]
    [InlineData(PayoutState.Returned)]
    public void For_DeliveredAfterTheHold_PromisesNoPayoutDate(PayoutState state)
    {
        var shipped = ScriptedSale.Shipped().Order;
        Assert.Contains("your payout is due on 4 March 2026", ToSeller(shipped), StringComparison.Ordinal);

        Assert.Equal(
            "The buyer confirmed the delivery.",
            ToSeller(shipped with { Payouts = [new Payout(1, state, shipped.Held, ScriptedSale.Start)] }));

        static string ToSeller(Order order) =>
            NoticeTexts
                .For(order, new TimelineEntry(7, ScriptedSale.Start, new OrderEvent(OrderEventType.Delivered)))
                .Single(n => n.Audience == Audience.Seller)
                .Text;
    }

    /// <summary>A payout is not due "on" a date that has passed.</summary>
    [Fact]
    public void For_DeliveredWhenTheHoldIsOver_SaysThatThePayoutIsNext() =>
        Assert.Contains(
            NoticeTexts.For(
                ScriptedSale.Shipped().Order,
                new TimelineEntry(7, ScriptedSale.Start.AddDays(5), new OrderEvent(OrderEventType.Delivered))),
            n => n.Text == "The buyer confirmed the delivery; your payout is sent next.");

    [Fact]
    public void For_ARequestThatWasReplaced_SaysSoAndWhatToPay()
    {
        var told = NoticeTexts.For(
            OrderOf([Mug]) with
            {
                Request = RequestState.Cancelled,
                ReplacedBy = "ord-2",
            },
            Entry(OrderEventType.RequestCancelled));

        Assert.Equal(
            ["The seller has replaced the payment request of 25.00 USD with a newer one: pay that one instead.",
                "You replaced the payment request of 25.00 USD with a newer one."],
            told.Select(n => n.Text));
        Assert.EndsWith(
            "25.00 USD. It replaces an earlier one.",
            NoticeTexts.For(OrderOf([Mug]) with { Replaces = "ord-0" }, Entry(OrderEventType.PaymentRequested))[0].Text,
            StringComparison.Ordinal);
    }

    /// <summary>The total cost of a corrected case once read like a second payment.</summary>
    [Theory]
    [InlineData(OrderEventType.CaseLost, "25.00 USD goes back to you in all, instead of 10.00 USD.")]
    [InlineData(OrderEventType.CaseWon, "nothing goes back to you by it, instead of 10.00 USD.")]
    public void For_ACaseThatIsCorrected_SaysThatItIsNoFurtherPayment(OrderEventType type, string says) =>
        Assert.EndsWith(
            $"The outcome of your case was corrected: {says}",
            NoticeTexts.For(OrderOf([Mug]), new TimelineEntry(7, Now, new OrderEvent(type, Detail: "instead of 10.00 USD")))[0].Text,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(OrderEventType.CaseOpened)]
    [InlineData(OrderEventType.CaseReopened)]
    public void For_ACaseThatPayPalHasDecidedAndWhoseAmountsAreMissing_DoesNotAskForAnAnswer(OrderEventType type)
    {
        var decided = OrderOf([Mug]).With(new Dispute("PP-1", DisputeState.Open, new Money(2500, "USD"), Now) { AmountsMissing = true });

        Assert.Equal(
            [
                "PayPal has decided your case about 25.00 USD. An operator is checking the amounts.",
                "PayPal has decided the buyer's case about 25.00 USD. An operator is checking the amounts, and your payout "
                    + "waits until then.",
            ],
            NoticeTexts.For(decided, Entry(type)).Select(n => n.Text));
    }

    /// <summary>The buyer is not told whether the seller has been paid.</summary>
    [Theory]
    [MemberData(nameof(EveryEvent))]
    public void For_TheBuyer_IsTheSameBeforeAndAfterThePayout(OrderEventType type)
    {
        var order = OrderOf([Mug]);
        var paidOut = order with { Payouts = [new Payout(1, PayoutState.Paid, new Money(2300, "USD"), Now)] };

        Assert.Equal(ToBuyer(order), ToBuyer(paidOut));

        IEnumerable<string> ToBuyer(Order of) =>
            NoticeTexts.For(of, Entry(type)).Where(n => n.Audience != Audience.Seller).Select(n => n.Text);
    }

    [Fact]
    public void For_RefundOfWhatWasNotShipped_SaysWhy()
    {
        var order = OrderOf([Mug]) with
        {
            Refunds = [new Refund(1, RefundState.Approved, RefundReason.Unshipped, new Money(2500, "USD"), Now)],
        };

        var told = NoticeTexts.For(order, new TimelineEntry(7, Now, new OrderEvent(OrderEventType.RefundStarted, new Money(2500, "USD"))));

        Assert.All(told, n => Assert.EndsWith("has begun, because it was not shipped in time.", n.Text, StringComparison.Ordinal));
    }

    /// <summary>A payout date was once promised next to the sentence that nothing is paid out.</summary>
    [Fact]
    public void For_ShippedWithANumberThatTheCarrierDoesNotGive_PromisesNoPayout()
    {
        var shipped = OrderOf([Mug]) with
        {
            Shipments =
            [
                new Shipment("shp-1", [0], Now)
                {
                    Carrier = "USPS",
                    TrackingNumber = "12",
                    UnderReview = true,
                },
            ],
        };

        var told = NoticeTexts.For(shipped, Entry(OrderEventType.Shipped)).Single(n => n.Audience == Audience.Seller);

        Assert.Contains("nothing is paid out until you correct it", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("is due", told.Text, StringComparison.Ordinal);
    }

    /// <summary>Services are not shipped, and have no tracking number to show.</summary>
    [Theory]
    [MemberData(nameof(EveryEvent))]
    public void For_AService_NeverSpeaksOfShipping(OrderEventType type) =>
        Assert.All(
            NoticeTexts
                .For(OrderOf([Mug]) with { Kind = FulfilmentKind.Service }, Entry(type))
                .Where(_ => type is not (OrderEventType.TrackingChanged or OrderEventType.TrackingAccepted or OrderEventType.LinesGivenUp)),
            notice => Assert.DoesNotMatch("(?i)ship|tracking", notice.Text));

    /// <summary>PayPal's codes are for programs and operators.</summary>
    [Theory]
    [InlineData(OrderEventType.CaseOpened, "MERCHANDISE_OR_SERVICE_NOT_RECEIVED", "(the buyer says that it has not arrived)")]
    [InlineData(OrderEventType.PayoutWithheld, "UNCLAIMED", "(no confirmed PayPal account has taken it)")]
    [InlineData(OrderEventType.PayoutRefused, "RECEIVER_ACCOUNT_LOCKED", "(the PayPal account is locked)")]
    [InlineData(OrderEventType.PayoutFailed, "SOMETHING_NEW", "will be retried.")]
    [InlineData(OrderEventType.PayoutRefused, "VALIDATION_ERROR receiver", "your payout of 25.00 USD.")]
    [InlineData(OrderEventType.RefundFailed, "NOT_MADE", "(an operator has ended it)")]
    [InlineData(OrderEventType.RefundFailed, "ENDED_BY_OPERATOR", "(an operator has ended it)")]
    [InlineData(OrderEventType.ComplaintOpened, "BROKEN", "(BROKEN)")]
    public void For_AReasonOfPayPal_SaysItInWords(OrderEventType type, string code, string words)
    {
        var told = NoticeTexts.For(OrderOf([Mug]), new TimelineEntry(7, Now, new OrderEvent(type, Detail: code)));

        Assert.Contains(words, told[^1].Text, StringComparison.Ordinal);
        Assert.All(told, n => Assert.DoesNotMatch("[A-Z]_[A-Z]", n.Text));
    }

    /// <summary>Money and dates as the language writes them, and Italian's articles before 8 and 11.</summary>
    [Theory]
    [InlineData("it", 8, "Pagato: 1234,50 USD. Spedisci l’ordine entro l’8 gennaio 2026 alle 12:00 UTC e segnalo come spedito, ")]
    [InlineData("it", 9, "Pagato: 1234,50 USD. Spedisci l’ordine entro il 9 gennaio 2026 alle 12:00 UTC e segnalo come spedito, ")]
    [InlineData("es", 8, "Pagado: 1234,50 US$. Envía el pedido antes del 8 de enero de 2026 a las 12:00 UTC y márcalo como enviado; ")]
    [InlineData("en", 8, "Paid: 1234.50 USD. Ship it by 8 January 2026 12:00 UTC and mark it as shipped, ")]
    public void For_AnotherLanguage_WritesAmountsAndDatesAsItDoes(string language, int day, string says)
    {
        var paid = OrderOf([Mug]) with
        {
            Request = RequestState.Accepted,
            Capture = new Capture("CAP-1", 1, new Money(1234_50, "USD"), new Money(1_00, "USD"), Now, Late: false),
            AgreedShipBy = new DateTimeOffset(2026, 1, day, 12, 0, 0, TimeSpan.Zero),
        };

        var told = NoticeTexts.For(
            paid, new TimelineEntry(7, Now, new OrderEvent(OrderEventType.Paid, new Money(1234_50, "USD"))), language);

        var toSeller = told.Single(n => n.Audience == Audience.Seller).Text.Replace('\u00a0', ' ');
        Assert.StartsWith(says, toSeller, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it", 11, "L’acquirente accetta di aspettare fino all’11 marzo 2026 alle 09:00 UTC.")]
    [InlineData("it", 12, "L’acquirente accetta di aspettare fino al 12 marzo 2026 alle 09:00 UTC.")]
    [InlineData("es", 11, "El comprador acepta esperar hasta el 11 de marzo de 2026 a las 09:00 UTC.")]
    public void For_AnAgreedDate_SaysItInTheReadersWords(string language, int day, string says)
    {
        var until = ShipByTransitions.Told(new DateTimeOffset(2026, 3, day, 9, 0, 0, TimeSpan.Zero), null);

        var told = NoticeTexts.For(
            OrderOf([Mug]), new TimelineEntry(7, Now, new OrderEvent(OrderEventType.ShipByExtended, Detail: until)), language);

        Assert.Equal(says, told.Single(n => n.Audience == Audience.Seller).Text);
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
