using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.ShipLink;

/// <summary>The ship link: shows what it is about, and marks nothing; a mail program may look at links by itself.</summary>
public sealed class ShowShipLink(ShipLinks links, OrderStore orders, TimeProvider time)
{
    [Function(nameof(ShowShipLink))]
    [Open("a signed link, for one order and a time")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ship/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken)
    {
        var order = (await orders.GetAsync(await links.OrderOfAsync(token, cancellationToken), cancellationToken)).Order;
        var canMark = ShipmentTransitions.Mark(order, ShipLinkMark.Of(order, null, time.GetUtcNow())).Change is not null;
        var lines = order.UnshippedLines.Select(i => $"{order.Lines[i].Quantity} × {order.Lines[i].Description}");
        return ShipPage.Of(
            request.HttpContext,
            order.Kind,
            canMark
                ? [$"The buyer has paid {order.Total}. Still to be {OrderSentences.Done(order.Kind)}:", .. lines]
                : [ShipLinkMark.StateOf(order)],
            canMark);
    }
}
