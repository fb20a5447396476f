using System.Net;
using System.Text;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Requests;

namespace ChatPay.Functions.Features.Payments.PayLink;

/// <summary>The content of the pay page, as HTML.</summary>
/// <param name="words">The words of the reader's language.</param>
/// <param name="order">The order to pay.</param>
/// <param name="state">The state to show.</param>
/// <param name="seller">The business name, as the seller wrote it.</param>
/// <param name="address">The URL of the link.</param>
internal sealed class PaySight(PageWords words, Order order, PayState state, string seller, string address)
{
    private readonly (string, string)[] _values =
    [
        ("seller", PageWords.Foreign(seller)),
        ("until", words.Time(RequestTransitions.EndsAt(order))),
        ("by", order.ShipBy is { } by ? words.Day(by) : ""),
        ("at", order.FulfilledAt is { } at ? words.Day(at) : ""),
        ("total", words.Amount(order.Total)),
        ("paid", words.Amount(order.Capture?.Gross ?? order.Total)),
        ("back", words.Amount(order.GivenBack)),
        ("refund", order.Refunds.FirstOrDefault(r => r.IsUnderWay) is { } refund ? words.Amount(refund.Amount) : ""),
    ];

    /// <summary>What else to say, as text.</summary>
    public string? Notice { get; init; }

    /// <summary>The path of the conversation; null when it is not here.</summary>
    public string? Chat { get; init; }

    /// <summary>The link of the request that replaced this one.</summary>
    public Uri? Newer { get; init; }

    public string Html() => state.CanPay() ? ToPay() : Standing();

    /// <summary>The order's state, in sentences of HTML.</summary>
    public string Said()
    {
        var said = Words("say");
        return state is PayState.Paid or PayState.PartlyShipped or PayState.Shipped or PayState.Delivered && order.GivenBack.MinorUnits > 0
            ? $"{said} {words.Html("say.back", _values)}"
            : said;
    }

    private string ToPay() => $"""
        {NoticeBox(Notice ?? (state == PayState.Open ? null : words.Text($"say.{EnumNames.Of(state)}")), state == PayState.Open ? "" : "bad")}
        <section class="card sum"><p class="soft">{words.Html("from")}</p><h1>{PageWords.Foreign(seller)}</h1>
        <p class="amount">{words.Amount(order.Total)}</p>
        {OrderLinesHtml.Of(words, order, order.Lines, words.Text("total"))}
        <form method="post" action="{address}"><button class="main wide large" id="pay" data-busy="{words.Html("pay-busy")}"><span>{words.Html(
            state == PayState.Open ? "pay" : "pay-again")}</span></button></form>
        <p class="hint middle">{words.Html("until", _values)}</p></section>
        {Money()}
        {Foot()}
        """;

    private string Standing() => $"""
        <section class="state {Tone()}"><h1>{Words("title")}</h1><p>{Said()}</p>{Way()}</section>
        {(state.IsPaid() || state == PayState.Processing ? $"<section class=\"card\">{Tracker()}{Parcels()}</section>" : "")}
        <section class="card"><p class="soft">{words.Html("from")}</p><h2>{PageWords.Foreign(seller)}</h2>
        {OrderLinesHtml.Of(words, order, order.Lines, words.Text(order.Capture is null ? "total" : "you-paid"))}</section>
        {(state is PayState.Paid or PayState.PartlyShipped ? Money() : "")}
        {Foot()}
        """;

    private string Tone() => state switch
    {
        PayState.Confirming or PayState.Processing or PayState.Refunding or PayState.InDispute or PayState.DisputeDecided => "wait",
        PayState.Paid or PayState.PartlyShipped or PayState.Shipped or PayState.Delivered => "good",
        _ => "",
    };

    private string Way() => state switch
    {
        PayState.Replaced when Newer is { } newer =>
            $"<p><a class=\"button main wide\" href=\"{WebUtility.HtmlEncode(newer.AbsoluteUri)}\">{words.Html("newer")}</a></p>",
        PayState.Confirming => $"<p><a class=\"button wide\" href=\"{address}/return\">{words.Html("look-again")}</a></p>",
        _ => "",
    };

    private string Tracker()
    {
        var html = new StringBuilder("<ol class=\"tracker\">");
        foreach (var step in OrderStep.Of(order, OrderStatuses.Of(order), tellsPayout: false))
        {
            var status = EnumNames.Of(step.Status);
            html.Append(step.Status == OrderStepState.Current ? $"<li class=\"{status}\" aria-current=\"step\">" : $"<li class=\"{status}\">")
                .Append("<span class=\"step\">").Append(Words($"step.{EnumNames.Of(step.Step)}", "")).Append("</span> ")
                .Append((step.At, step.ExpectedAt) switch
                {
                    ({ } at, _) => words.ShortDay(at),
                    (_, { } at) => $"<span>{words.Html("by", ("date", words.ShortDay(at)))}</span>",
                    _ => "",
                })
                .Append(" <span class=\"unseen\">").Append(words.Html($"step-state.{status}")).Append("</span></li>");
        }

        return html.Append("</ol>").ToString();
    }

    private string Parcels()
    {
        var parcels = order.LiveShipments.Where(s => s.HasTracking)
            .Select(s => $"<li><span class=\"soft\">{PageWords.Foreign(s.Carrier!)}</span> <code>{PageWords.Foreign(s.TrackingNumber!)}</code></li>")
            .ToList();
        return parcels.Count == 0 ? "" : $"<h2 class=\"small\">{words.Html("parcels")}</h2><ul class=\"parcels\">{string.Concat(parcels)}</ul>";
    }

    private string Money()
    {
        var terms = order.Terms;
        var hold = order.Kind == FulfilmentKind.Ship
            ? words.Spans(terms.HoldWithTracking, terms.HoldWithoutTracking)
            : words.Span(terms.HoldWithoutTracking);
        (string, string)[] values = [.. _values, ("days", words.Span(terms.ShipWithin)), ("hold", hold)];
        return $"""
            <section class="card promise"><h2>{words.Html("money")}</h2><ol>
            <li><span>{words.Html("money.held", values)}</span></li>
            <li><span>{words.Html(Key(order.Capture is null ? "money.in" : "money.by"), values)}</span></li>
            <li><span>{words.Html(Key("money.then"), values)}</span></li></ol></section>
            """;
    }

    private string Foot() => $"""
        <p class="row middle">{(Chat is { } chat ? $"<a class=\"button\" href=\"{chat}\">{words.Html("chat")}</a>"
            : state.CanPay() ? "" : $"<span class=\"soft\">{words.Html("close")}</span>")}</p>
        <p class="hint middle">{words.Html("order", ("id", order.Id))}</p>
        """;

    private static string NoticeBox(string? text, string look) =>
        text is null ? "" : $"<p class=\"notice {look}\" role=\"status\">{WebUtility.HtmlEncode(text)}</p>";

    private string Key(string key) => words.KeyFor(order.Kind, key);

    private string Words(string key) => Words(key, EnumNames.Of(state));

    private string Words(string key, string name) => words.Html(Key(name.Length == 0 ? key : $"{key}.{name}"), _values);
}
