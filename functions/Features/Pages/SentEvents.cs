using System.Net;
using System.Text.Json;
using ChatPay.Functions.Features.OrderEvents;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The events that this app publishes to other systems, as HTML: what they look like, and how to read them without losing
/// one.</summary>
internal static class SentEvents
{
    private static readonly JsonSerializerOptions Shown = new(ChatPayJson.Api) { WriteIndented = true };

    /// <param name="here">The public URL of this installation.</param>
    public static string Html(Uri here) =>
        $"""
        <h2 id="sent">What ChatPay tells other systems</h2>
        <p>Whatever happens to an order is an event: <a href="#types">{OrderEventCatalogue.All.Count()} types</a>, in the form of
        CloudEvents 1.0. It names things by ids and carries no personal data; whoever wants more reads the order.</p>
        <pre tabindex="0" aria-label="An event"><code>{WebUtility.HtmlEncode(Example(here))}</code></pre>

        <h3 id="topic">On the topic <code>{Queues.OrderEvents}</code></h3>
        <p>A topic of Azure Service Bus. Each system has a subscription and an identity of its own; what happens before there is one is in the
        feed alone. A message's body is the event, its content type <code>{OrderCloudEvent.MediaType}</code>, its <code>Subject</code> the
        type, so that a subscription can filter by it, and its <code>MessageId</code> the event's <code>id</code>. It is kept for 14 days.</p>

        <h3 id="feed">As a feed, for those who ask: <code>GET /api/v1/events</code></h3>
        <p>The same events of one seller, oldest first: a seller's own, or for an operator those of <code>?sellerId=</code>. Each answer has
        <code>next</code>, also when there is nothing: keep it, and ask with <code>?cursor=</code> it for what came since, at most
        {Paging.MaxItems} at a time (<code>limit</code>). With <code>If-None-Match</code>, nothing new is a <code>304</code>.
        An event is kept for three months at least: whoever has been away for longer reads the orders.</p>

        <h3 id="delivery">Order, and repeats</h3>
        <ul>
        <li>The events of one order come in their order: <code>data.number</code> grows from each to the next, though not by one. Between
        orders there is no order. Several readers of one subscription overtake each other: put them in order by the number.</li>
        <li>On the topic each comes at least once. A repeat has the same <code>id</code>: keep the ids, or for each order the highest number
        that you have taken in, in one transaction with what you do about it. In the feed each is there once.</li>
        <li>Nothing is lost: what happens and the promise to tell of it are written in one transaction. A topic that cannot be reached is
        tried again, and keeps neither the feed nor the chat.</li>
        <li>Types and members may be added: leave alone what you do not know. What would break a reader is another version of the
        type.</li>
        </ul>

        <h3 id="types">Types</h3>
        <p>Each leads to the JSON schema of its <code>data</code>, which is its <code>dataschema</code>.</p>
        <table>{string.Concat(OrderEventCatalogue.All.Select(each =>
            $"\n<tr><td><a href=\"/api/v1/event-schemas/{each.Row.PublicType}\"><code>{each.Row.PublicType}</code></a></td>"
            + $"<td>{WebUtility.HtmlEncode(OrderEventMeanings.Of(each.Type))}</td></tr>"))}
        </table>
        """;

    private static string Example(Uri here) => JsonSerializer.Serialize(
        OrderCloudEvent.Of(
            new OrderNotice(
                Ids.Derived("ord", "example"),
                Ids.Derived("cnv", "example"),
                Ids.Derived("sel", "example"),
                new TimelineEntry(
                    4,
                    new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero),
                    new OrderEvent(OrderEventType.Paid, new Money(4250, "EUR")))),
            here),
        Shown);
}
