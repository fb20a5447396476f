using ChatPay.Functions.Features.Shipping.Tracking;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.ShipLink;

/// <summary>The form behind a ship link: marks as shipped, once.</summary>
public sealed class FollowShipLink(ShipLinks links, OrderStore orders, TimeProvider time)
{
    private const int LargestForm = 4_096;

    [Function(nameof(FollowShipLink))]
    [Open("a signed link, for one order and a time")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ship/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken)
    {
        var orderId = await links.OrderOfAsync(token, cancellationToken);
        var form = await SmallForm.ReadAsync(request, LargestForm, cancellationToken);
        var tracking = TrackingInput.Read(form.GetValueOrDefault("carrier"), form.GetValueOrDefault("trackingNumber"));
        var decided = await orders.ChangeAsync(
            orderId,
            o => ShipmentTransitions.Mark(o, ShipLinkMark.Of(o, tracking, time.GetUtcNow())),
            cancellationToken);
        if (decided.Refusal is { } refusal)
            return ShipPage.Of(request.HttpContext, decided.Order.Kind, [refusal.Detail, ShipLinkMark.StateOf(decided.Order)], form: false);
        return ShipPage.Of(
            request.HttpContext,
            decided.Order.Kind,
            decided.Changed
                ?
                [
                    $"Thank you: it is marked as {OrderSentences.Done(decided.Order.Kind)}, and the buyer has been "
                        + $"told{PayoutClauses.Due(decided.Order, time.GetUtcNow())}.",
                ]
                : ["This link has been used: nothing was changed.", ShipLinkMark.StateOf(decided.Order)],
            form: false);
    }
}
