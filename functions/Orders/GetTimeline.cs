using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Orders;

/// <summary>What happened to an order, oldest first.</summary>
public sealed class GetTimeline(OrderAccess access, OrderStore orders)
{
    [Function(nameof(GetTimeline))]
    [Requires(Role.Buyer, Role.Seller, Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/orders/{orderId}/timeline")] HttpRequest request,
        string orderId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request.HttpContext);
        var order = (await access.ToReadAsync(caller, orderId, cancellationToken)).Order;
        var entries = await orders.TimelineAsync(orderId, cancellationToken);
        // What the seller gets after fees, and is reminded of, is none of the buyer's business.
        if (!caller.Is(Role.Operator) && !(caller.Is(Role.Seller) && order.SellerId == caller.SellerId))
            entries = [.. entries.Where(e => !IsForTheSeller(e.Event.Type))];
        return Answers.Ok(new { items = entries.Select(e => new { at = e.At, type = e.Event.Type, amount = e.Event.Amount, detail = e.Event.Detail }) });
    }

    private static bool IsForTheSeller(OrderEventType type) => type is OrderEventType.PayoutReleased or OrderEventType.PayoutTakenBack or OrderEventType.ReserveKept or OrderEventType.ReserveEnded
        or OrderEventType.PayoutSubmitted or OrderEventType.PaidOut or OrderEventType.PayoutFailed or OrderEventType.PayoutRefused
        or OrderEventType.PayoutWithheld or OrderEventType.PayoutReturned or OrderEventType.PayoutBlocked or OrderEventType.PayoutUnblocked or OrderEventType.TrackingAccepted or OrderEventType.ShipReminder or OrderEventType.PayoutUnclaimed or OrderEventType.PayoutRetried or OrderEventType.PayoutHandedOver or OrderEventType.DebtNetted or OrderEventType.DebtPaid or OrderEventType.DebtWrittenOff;
}
