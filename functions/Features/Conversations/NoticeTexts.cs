using System.Globalization;
using System.Text.RegularExpressions;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>A sentence, and its audience.</summary>
public sealed record Notice(Audience Audience, string Text)
{
    /// <summary>The sentence in the other languages, by tag; null if only one was asked for.</summary>
    public IReadOnlyDictionary<string, string>? Translations { get; init; }
}

/// <summary>The texts of order notices, in a reader's language. What concerns only the seller's money (payouts, failed refunds) is
/// for the seller, and never appears in the buyer's thread; minor steps are only in the timeline.</summary>
public static partial class NoticeTexts
{
    private const int MaxLinesShown = 3;
    private const int MaxTextLength = 700;
    private const int MaxLines = 600;
    private const int MaxDetailLength = 200;

    /// <summary>The sentences for this entry in every language; none when nobody is notified.</summary>
    public static IReadOnlyList<Notice> InAllLanguages(Order order, TimelineEntry entry) =>
    [
        .. For(order, entry).Select((notice, i) => notice with
        {
            Translations = Languages.Translate(language => For(order, entry, language)[i].Text),
        }),
    ];

    /// <summary>The sentences for this entry; none when nobody is notified.</summary>
    /// <param name="order">The order as it is now.</param>
    /// <param name="entry">What happened.</param>
    /// <param name="language">One of <see cref="Languages"/>.</param>
    public static IReadOnlyList<Notice> For(Order order, TimelineEntry entry, string language = Languages.Default)
    {
        var it = new Told(order, entry, new PageWords(language, "notices"));
        var happened = entry.Event.Type;
        // An event without a sentence does not compile (CS8509 is an error). CS8524 is about undeclared numeric values.
#pragma warning disable CS8524
        return happened switch
        {
            OrderEventType.PaymentRequested => it.ToBoth("request"),
            OrderEventType.RequestDeclined => it.ToEach("declined"),
            OrderEventType.RequestCancelled => it.ToEach(order.ReplacedBy is null ? "cancelled" : "replaced"),
            OrderEventType.RequestExpired => it.ToBoth("expired"),
            OrderEventType.PaymentPending => it.ToEach("pending"),
            OrderEventType.PaymentFailed => it.ToEach("failed"),
            OrderEventType.Paid => it.ToEach("paid"),
            OrderEventType.LateCaptureReceived => it.ToEach("late"),
            OrderEventType.ShipReminder => it.ToSeller("reminder", order.Total),
            OrderEventType.ShipByExtensionAsked => it.ToEach("more-time"),
            OrderEventType.ShipByExtended => it.ToEach("more-time-agreed"),
            OrderEventType.ShipByExtensionDeclined => it.ToEach("more-time-declined"),
            OrderEventType.Shipped => it.ToEach("shipped"),
            OrderEventType.TrackingChanged => it.ToEach("tracking", "tracking"),
            OrderEventType.TrackingAccepted => it.ToSeller("tracking-accepted"),
            OrderEventType.ShipmentUnmarked => it.ToEach("unmarked"),
            OrderEventType.Delivered => it.ToEach("delivered"),
            OrderEventType.PayoutReleased => it.ToSeller("released"),
            OrderEventType.PayoutTakenBack => it.ToSeller("taken-back"),
            OrderEventType.ReserveKept => it.ToSeller("reserve"),
            OrderEventType.ReserveEnded => it.ToSeller("reserve-ended"),
            OrderEventType.PayoutBlocked => it.ToSeller(PayoutFacts.HasLeft(order) ? "blocked-left" : "blocked"),
            OrderEventType.PayoutUnblocked => it.ToSeller("unblocked"),
            OrderEventType.PayoutSubmitted => it.ToSeller("submitted"),
            OrderEventType.PaidOut => it.ToSeller("paid-out"),
            OrderEventType.PayoutFailed => it.ToSeller("payout-failed"),
            OrderEventType.PayoutRefused => it.ToSeller("payout-refused"),
            OrderEventType.PayoutWithheld => it.ToSeller("payout-withheld"),
            OrderEventType.PayoutReturned => it.ToSeller("payout-returned"),
            OrderEventType.PayoutUnclaimed => it.ToSeller("payout-unclaimed"),
            OrderEventType.PayoutRetried => it.ToSeller("payout-retried"),
            OrderEventType.PayoutHandedOver => it.ToSeller("handed-over"),
            OrderEventType.RefundStarted => it.ToEach("refund-started"),
            OrderEventType.RefundCompleted => it.ToEach("refunded"),
            OrderEventType.RefundFailed => it.ToSeller("refund-failed"),
            OrderEventType.RefundRequested => it.ToEach("refund-requested"),
            OrderEventType.RefundRequestUnanswered => it.ToSeller("refund-unanswered"),
            OrderEventType.RefundDenied => it.ToEach("refund-denied"),
            OrderEventType.LinesGivenUp => it.ToBoth("given-up"),
            OrderEventType.ComplaintOpened => it.ToEach("complaint"),
            OrderEventType.ComplaintUnanswered => it.ToSeller("complaint-unanswered"),
            OrderEventType.ComplaintResolved => it.ToEach("complaint-resolved"),
            OrderEventType.ComplaintRejected => it.ToEach("complaint-rejected"),
            OrderEventType.ComplaintWithdrawn => it.ToEach("complaint-withdrawn"),
            OrderEventType.DebtNetted => it.ToSeller(order.IsSettledByDebts ? "netted-all" : "netted"),
            OrderEventType.DebtPaid => it.ToSeller("debt-paid"),
            OrderEventType.DebtWrittenOff => it.ToSeller("debt-written-off"),
            OrderEventType.CaseOpened or OrderEventType.CaseReopened when DisputeSentences.IsDecidedAtPayPal(order) => it.ToEach(
                "case-decided.buyer", PayoutFacts.HasLeft(order) ? "case-decided-left.seller" : "case-decided.seller"),
            OrderEventType.CaseOpened => it.ToEach("case"),
            OrderEventType.CaseReopened => it.ToEach("case-reopened"),
            // A repeat about a dispute that was decided before is not a further payment.
            OrderEventType.CaseWon => it.ToEach(it.Corrects ? "case-won-now" : "case-won"),
            OrderEventType.CaseLost => it.ToEach(it.Corrects ? "case-lost-now" : "case-lost"),
            OrderEventType.CaseFeeCharged => it.ToSeller("case-fee"),
            OrderEventType.CaseFeeReturned => it.ToSeller("case-fee-returned"),
            OrderEventType.CheckoutStarted or OrderEventType.PaymentApproved => [],
        };
#pragma warning restore CS8524
    }

    /// <summary>What fills the words about one entry.</summary>
    private sealed class Told(Order order, TimelineEntry entry, PageWords words)
    {
        private readonly string? _detail = DetailOf(entry.Event, words);

        /// <summary>Whether there is more to tell than what happened.</summary>
        public bool Corrects => _detail is not null;

        public Notice[] ToBoth(string key) => [new(Audience.Both, Say(key, null))];

        public Notice[] ToSeller(string key, Money? amount = null) => [new(Audience.Seller, Say(key, amount))];

        public Notice[] ToEach(string key) => ToEach(key + ".buyer", key + ".seller");

        public Notice[] ToEach(string buyersKey, string sellersKey) =>
            [new(Audience.Buyer, Say(buyersKey, null, toBuyer: true)), .. ToSeller(sellersKey)];

        private string Say(string key, Money? amount, bool toBuyer = false) => Utf8Text.Fit(
            words.Text(
                words.KeyFor(order.Kind, key),
                ("amount", words.PlainAmount(amount ?? entry.Event.Amount ?? order.Total)),
                ("lines", Lines()),
                ("replaces", order.Replaces is null ? "" : words.Text("request.replaces")),
                ("detail", _detail ?? ""),
                ("because", _detail is null ? "." : $" ({_detail})."),
                ("by", Until("by", Deadline())),
                ("until", entry.Event.Type == OrderEventType.ReserveKept ? Until("until", order.Reserve?.Until) : Extension()),
                ("due", toBuyer ? "" : Due()),
                ("why", Why()),
                ("meanwhile", Meanwhile()),
                ("instead", Instead())),
            MaxTextLength);

        private string Lines()
        {
            var shown = string.Join(", ", order.Lines.Take(MaxLinesShown).Select(line => $"{line.Quantity} × {line.Description}"));
            var more = order.Lines.Count > MaxLinesShown ? words.Counted("more-lines", order.Lines.Count - MaxLinesShown) : "";
            return Utf8Text.Fit(shown, MaxLines) + more;
        }

        private DateTimeOffset? Deadline() => entry.Event.Type switch
        {
            OrderEventType.PayoutWithheld or OrderEventType.PayoutUnclaimed => order.CurrentPayout?.WithheldAt + Payout.UnclaimedFor,
            OrderEventType.CaseOpened => order.OpenDispute?.AnswerBy,
            _ => order.ShipBy,
        };

        private string Until(string key, DateTimeOffset? at) => at is { } time ? words.Text(key, ("date", words.PlainTime(time))) : "";

        // The event holds it in English.
        private string Extension() => TimeAsked().Match(entry.Event.Detail ?? "") is { Success: true } asked
            && DateTimeOffset.TryParseExact(
                asked.Groups["at"].Value,
                "d MMMM yyyy HH:mm",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var until)
            ? words.Text(
                "until-then",
                ("date", words.PlainTime(until)),
                ("reason", Utf8Text.Fit(asked.Groups["reason"].Value.TrimEnd().TrimEnd('.'), MaxDetailLength)))
            : _detail ?? "";

        // So is the earlier outcome of a dispute.
        private string Instead() => AmountBefore().Match(entry.Event.Detail ?? "") is { Success: true } before
            ? words.Text(
                "instead",
                ("amount", words.PlainAmount(Money.Parse(before.Groups["amount"].Value, before.Groups["currency"].Value))))
            : _detail ?? "";

        private string Why() =>
            order.Refunds.LastOrDefault(r => r.Counts && r.Amount == entry.Event.Amount) is { Reason: RefundReason.Unshipped }
                ? words.Text(words.KeyFor(order.Kind, "unshipped"))
                : "";

        // When the payout is due; after a corrected number, only if that is in doubt.
        private string Due()
        {
            if (entry.Event.Type == OrderEventType.TrackingChanged && !order.LiveShipments.Any(s => s.UnderReview))
                return "";
            if (PayoutFacts.IsDoubtful(order))
                return words.Text(PayoutFacts.HasLeft(order) ? "due.doubt-left" : "due.doubt");
            return PayoutFacts.ExpectedAt(order) switch
            {
                null => "",
                { } due when due <= entry.At => words.Text("due.next"),
                { } due => words.Text("due.on", ("date", words.PlainTime(due))),
            };
        }

        // What happens to the payout while something is undecided. Money that has left for PayPal cannot be held back here.
        private string Meanwhile() => order.CurrentPayout switch
        {
            { HandedOver: true } => words.Text("meanwhile.handed-over"),
            { State: PayoutState.Paid } => words.Text("meanwhile.paid"),
            { State: PayoutState.Withheld } payout => words.Text("meanwhile.withheld", ("amount", words.PlainAmount(payout.Amount))),
            { State: PayoutState.Submitting or PayoutState.Processing or PayoutState.Unknown } payout =>
                words.Text("meanwhile.under-way", ("amount", words.PlainAmount(payout.Amount))),
            _ => words.Text(
                entry.Event.Type == OrderEventType.CaseOpened ? "meanwhile.until-decided" : "meanwhile.until-answered"),
        };

        private static string? DetailOf(OrderEvent happened, PageWords words)
        {
            var said = OrderEventCatalogue.Of(happened.Type).DetailIsACode ? PayPalWords.Of(happened.Detail, words) : happened.Detail;
            return said?.TrimEnd().TrimEnd('.') is { Length: > 0 } text ? Utf8Text.Fit(text, MaxDetailLength) : null;
        }
    }

    [GeneratedRegex(@"^until (?<at>\d{1,2} [A-Z][a-z]+ \d{4} \d\d:\d\d) UTC(?<reason>: .*)?\z", RegexOptions.Singleline)]
    private static partial Regex TimeAsked();

    [GeneratedRegex(@"^instead of (?<amount>[0-9]+(\.[0-9]+)?) (?<currency>[A-Z]{3})\z")]
    private static partial Regex AmountBefore();
}
