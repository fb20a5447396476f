using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Shipping.ShipLink;

/// <summary>The content of the ship page, as HTML with its title.</summary>
/// <param name="words">The words of the reader's language.</param>
/// <param name="order">The order to ship.</param>
internal sealed class ShipSight(PageWords words, Order order)
{
    private string Foot => $"""
        <p class="row middle"><a class="button" href="/desk">{words.Html("desk")}</a></p>
        <p class="hint middle">{words.Html("order", ("id", order.Id))}</p>
        """;

    /// <summary>What to ship, and the form to mark it.</summary>
    public (string, string) ToShip(ShipForm form, ShipToAddress? address)
    {
        var isSent = order.Kind == FulfilmentKind.Ship;
        var lines = order.UnshippedLines.Select(i => order.Lines[i])
            .Select(line => $"<li><b>{line.Quantity} × {PageWords.Foreign(line.Description)}</b></li>");
        return (
            words.Text(Key("mark")),
            $"""
            <section class="card"><h1>{words.Html(Key("to-do"))}</h1><ul class="items">{string.Concat(lines)}</ul>
            <p>{words.Html("paid", ("total", words.Amount(order.Capture!.Gross)))}
            {(order.ShipBy is { } by ? words.Html("by", ("by", words.Day(by))) : "")}</p>
            {(isSent ? $"<h2 class=\"small\">{words.Html("to")}</h2>{Address(address)}" : "")}</section>
            <form method="post" class="card" novalidate>{(isSent ? ShipFields.Of(words, form) : "")}
            <button class="main wide large" id="shipped" data-busy="{words.Html("busy")}"><span>{words.Html(Key("mark"))}</span></button>
            <p class="hint">{Payout()} {words.Html(
                Key("why"),
                ("tracked", words.Span(order.Terms.HoldWithTracking)),
                ("untracked", words.Span(order.Terms.HoldWithoutTracking)))}</p></form>
            {Foot}
            """);
    }

    /// <summary>The confirmation, and what happens to the payout.</summary>
    /// <param name="now">UTC.</param>
    public (string, string) Thanks(DateTimeOffset now) => State("thanks", $"{words.Html(Key("thanks.say"))} {Due(now)}", "good");

    /// <summary>The order's state.</summary>
    /// <param name="notice">The key of what else to say; null for nothing.</param>
    public (string, string) Standing(string? notice)
    {
        var name = EnumNames.Of(OrderStatuses.ForSeller(order) is var status && status == OrderStatus.PaymentFailed
            ? OrderStatus.AwaitingPayment
            : status);
        return State(Key($"title.{name}"), $"{(notice is null ? "" : words.Html(notice) + " ")}{words.Html($"say.{name}")}", "");
    }

    private (string, string) State(string title, string says, string tone) => (
        words.Text(title),
        $"<section class=\"state {tone}\"><h1>{words.Html(title)}</h1><p>{says}</p></section>{Foot}");

    private string Due(DateTimeOffset now)
    {
        if (PayoutFacts.IsDoubtful(order))
            return words.Html(PayoutFacts.HasLeft(order) ? "doubt-left" : "doubt");
        return PayoutFacts.ExpectedAt(order) switch
        {
            null => "",
            { } due when due <= now => words.Html("due-now"),
            { } due => words.Html("due", ("due", words.Day(due))),
        };
    }

    private string Payout() => order.Held.MinorUnits > 0 ? words.Html("payout", ("payout", $"<b>{words.Amount(order.Held)}</b>")) : "";

    private string Address(ShipToAddress? address)
    {
        if (address is null)
            return $"<p class=\"soft\">{words.Html("no-address")}</p>";
        var lines = Given(
            address.Name,
            address.Line1,
            address.Line2,
            string.Join(' ', Given(address.City, address.Region, address.PostalCode)),
            address.Country);
        return $"<address>{string.Join("<br>", lines.Select(PageWords.Foreign))}</address>";
    }

    private static IEnumerable<string> Given(params string?[] parts) => parts.OfType<string>().Where(part => part.Trim().Length > 0);

    private string Key(string key) => words.KeyFor(order.Kind, key);
}
