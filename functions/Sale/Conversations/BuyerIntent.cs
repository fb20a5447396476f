using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatPay.Functions.Sale.Conversations;

/// <summary>What a buyer wants from ChatPay rather than from the seller: tapped under a message, or asked in plain words.</summary>
/// <param name="Kind">What the buyer wants.</param>
/// <param name="OrderId">The order it is about, when one was named.</param>
public sealed partial record BuyerIntent(BuyerWishKind Kind, string? OrderId = null)
{
    /// <summary>The payload of a reply that asks for the status of orders.</summary>
    public const string Status = "order-status";

    private const string PayPrefix = "pay:";
    private const string DeclinePrefix = "decline:";
    private const string WaitPrefix = "wait:";
    private const string DoNotWaitPrefix = "do-not-wait:";
    private const string RefundPrefix = "refund:";
    private const string ComplainPrefix = "complain:";

    /// <summary>For <see cref="BuyerWishKind.Wait"/> and <see cref="BuyerWishKind.DoNotWait"/>: the ship-by deadline answered, UTC;
    /// no later one counts.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>For a complaint: the message that describes the problem.</summary>
    public string? MessageId { get; init; }

    /// <summary>The payload of a reply that declines this request.</summary>
    public static string Decline(string orderId) => DeclinePrefix + orderId;

    /// <summary>The payload of a reply that asks for the pay link again.</summary>
    public static string Pay(string orderId) => PayPrefix + orderId;

    /// <summary>The payload of a reply that agrees, or does not agree, to wait until then.</summary>
    public static string Wait(string orderId, DateTimeOffset until, bool agrees) =>
        string.Create(CultureInfo.InvariantCulture, $"{(agrees ? WaitPrefix : DoNotWaitPrefix)}{orderId}:{until.ToUnixTimeSeconds()}");

    /// <summary>The payload of a reply that asks the seller for a refund.</summary>
    public static string Refund(string orderId) => RefundPrefix + orderId;

    /// <summary>The payload of a reply that turns this message into a complaint.</summary>
    public static string Complain(string orderId, string messageId) => $"{ComplainPrefix}{orderId}:{messageId}";

    /// <summary>Recognises an intent; null for words meant for the seller. The <paramref name="payload"/> of the tapped reply comes
    /// from outside and is trusted no more than <paramref name="text"/>.</summary>
    public static BuyerIntent? Of(string? payload, string text) =>
        payload switch
        {
            Status => new BuyerIntent(BuyerWishKind.Status),
            not null when OrderIn(payload, PayPrefix) is { } orderId => new BuyerIntent(BuyerWishKind.Pay, orderId),
            not null when OrderIn(payload, DeclinePrefix) is { } orderId => new BuyerIntent(BuyerWishKind.Decline, orderId),
            not null when OrderIn(payload, RefundPrefix) is { } orderId => new BuyerIntent(BuyerWishKind.Refund, orderId),
            not null when TimeIn(payload, WaitPrefix) is var (orderId, until) => new BuyerIntent(BuyerWishKind.Wait, orderId)
            {
                Until = until,
            },
            not null when TimeIn(payload, DoNotWaitPrefix) is var (orderId, until) => new BuyerIntent(BuyerWishKind.DoNotWait, orderId)
            {
                Until = until,
            },
            not null when ComplaintIn(payload) is var (orderId, messageId) => new BuyerIntent(BuyerWishKind.Complain, orderId)
            {
                MessageId = messageId,
            },
            _ => OfWords(text) is { } kind ? new BuyerIntent(kind) : null,
        };

    private static BuyerWishKind? OfWords(string text) =>
        StatusQuestion().IsMatch(text) || StatusQuestionInItalian().IsMatch(text) || StatusQuestionInSpanish().IsMatch(text)
            ? BuyerWishKind.Status
        : Trouble().IsMatch(text) || TroubleInItalian().IsMatch(text) || TroubleInSpanish().IsMatch(text) ? BuyerWishKind.Help
        : null;

    private static string? OrderIn(string payload, string prefix) =>
        payload.StartsWith(prefix, StringComparison.Ordinal) && Ids.HasForm(payload[prefix.Length..], "ord")
            ? payload[prefix.Length..]
            : null;

    private static (string OrderId, DateTimeOffset Until)? TimeIn(string payload, string prefix) =>
        payload.LastIndexOf(':') is > 0 and var colon
        && OrderIn(payload[..colon], prefix) is { } orderId
        && long.TryParse(payload.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds < 100_000_000_000
            ? (orderId, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;

    private static (string OrderId, string MessageId)? ComplaintIn(string payload) =>
        payload.LastIndexOf(':') is > 0 and var colon
        && OrderIn(payload[..colon], ComplainPrefix) is { } orderId
        && Ids.HasForm(payload[(colon + 1)..], "msg")
            ? (orderId, payload[(colon + 1)..])
            : null;

    // Only what is clearly about a placed order: a wrong answer is worse than none.
    [GeneratedRegex(
        @"^\W*((hi|hello|hey)\W+)?(where('s|’s| is| are)|what('s|’s| is) (the )?status of|track|when (will|does)|has) (my|the) (orders?|packages?|parcels?|deliver(y|ies))\b|^\W*order status\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StatusQuestion();

    // The answer only offers what the buyer can do, so this may match more than the question above.
    [GeneratedRegex(
        @"\b(want|need|would like|['’]d like|get|have|give me|send me)\b[^.!?\n]{0,30}\b(money back|refund(ed)?)\b|^\W*(refund|money back)\b"
            + @"|\b(it|order|package|parcel|item|mug|they|one|this|that|which)\b[^.!?\n]{0,30}\b(broken|damaged|defective|shattered|cracked|faulty|not working|doesn['’]t work|never arrived|didn['’]t arrive|not arrived|wrong (item|size|colou?r|one))\b"
            + @"|\b(never|didn['’]t|not) (got|received?|get)\b[^.!?\n]{0,20}\b(order|package|parcel|item|it)\b|\bwrong (item|size|colou?r)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Trouble();

    [GeneratedRegex(
        @"^\W*((ciao|buongiorno|buonasera|salve)\W+)?(dov['’]è|dove (è|sono|si trovano?)|quando arriva(no)?|a che punto (è|sono))"
            + @" (il |i |la |le |l['’])?(mi[oaei]i? )?(ordin[ei]|pacc(o|hi)|spedizion[ei]|consegn[ae])\b|^\W*stato (del mio |dell['’])ordine\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StatusQuestionInItalian();

    [GeneratedRegex(
        @"^\W*((hola|buenos días|buenas( tardes)?)\W+)?(d[oó]nde (está|esta|están|estan)|cu[aá]ndo (llegan?|llegará)|y)"
            + @" (mis?|el|los) (pedidos?|paquetes?|envíos?)\b|^\W*estado (del|de mi) pedido\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StatusQuestionInSpanish();

    [GeneratedRegex(
        @"\b(voglio|vorrei|chiedo|avere|ridatemi)\b[^.!?\n]{0,30}\b(rimborso|(soldi|denaro) indietro)\b|^\W*rimborso\b"
            + @"|(\bè|\be['’]|\barrivat[oaie])[^.!?\n]{0,20}\b(rott[oaie]|danneggiat[oaie]|difettos[oaie]|sbagliat[oaie])\b"
            + @"|\bnon ((è|e['’]) (mai |ancora )?arrivat[oa]|ho (mai |ancora )?ricevuto)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TroubleInItalian();

    [GeneratedRegex(
        @"\b(quiero|quisiera|necesito|pido|devu[eé]lv[ea]n?me)\b[^.!?\n]{0,30}\b(reembolso|dinero)\b|^\W*reembolso\b"
            + @"|\b(está|esta|llegó|llego|vino|llegado)\b[^.!?\n]{0,20}\b(rot[oa]s?|dañad[oa]s?|defectuos[oa]s?|equivocad[oa]s?)\b"
            + @"|\b(no|nunca) (me )?(ha llegado|llegó|he recibido|recibí)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TroubleInSpanish();
}

/// <summary>What a buyer may want.</summary>
public enum BuyerWishKind
{
    Status,
    Pay,
    Decline,

    /// <summary>To see what can be done about an order: a refund, or a complaint.</summary>
    Help,

    /// <summary>To agree to a later ship-by deadline.</summary>
    Wait,

    /// <summary>Not to agree to it.</summary>
    DoNotWait,

    /// <summary>To ask the seller for a refund.</summary>
    Refund,

    /// <summary>To complain to the seller.</summary>
    Complain,
}
