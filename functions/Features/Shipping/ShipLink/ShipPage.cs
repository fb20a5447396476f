using ChatPay.Functions.Features.Shipping.ShipTo;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Features.Shipping.ShipLink;

/// <summary>The page behind a ship link. Whoever has the link is treated as the seller: the address is shown under the same rules
/// as in the API, while there is something to ship, and while the link can still mark it.</summary>
public sealed class ShipPage(ShipToAddresses addresses, TimeProvider time)
{
    /// <summary>The form, as long as the link can mark something; otherwise the order's state.</summary>
    internal async Task<IResult> OfAsync(HttpContext http, Order order, ShipForm form, CancellationToken cancellationToken)
    {
        var words = PageWords.For(http.Request, "ship");
        var sight = new ShipSight(words, order);
        if (ShipmentTransitions.Mark(order, ShipLinkMark.Of(order, null, time.GetUtcNow())).Change is null)
            return Of(http, words, sight.Standing(null));
        var html = sight.ToShip(form, await addresses.FindAsync(order, cancellationToken));
        return Of(http, words, html, form.Fault is null && !form.IsDoubted ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    /// <summary>The page after the form was submitted.</summary>
    internal IResult After(HttpContext http, Order order, bool isMarked)
    {
        var words = PageWords.For(http.Request, "ship");
        var sight = new ShipSight(words, order);
        return Of(http, words, isMarked ? sight.Thanks(time.GetUtcNow()) : sight.Standing("used"));
    }

    private static IResult Of(HttpContext http, PageWords words, (string Title, string Html) shown, int status = StatusCodes.Status200OK) =>
        PlainPage.Of(http, new PageContent(words, shown.Title, shown.Html) { Look = "narrow", Script = "pay.js", Status = status });
}
