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
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/orders/{orderId}/timeline")] HttpRequest request,
        string orderId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request.HttpContext);
        var order = (await access.ToReadAsync(caller, orderId, cancellationToken)).Order;
        var entries = await orders.TimelineAsync(orderId, cancellationToken);
        var seesAll = caller.Is(Role.Operator) || OrderView.IsSeller(order, caller);
        return Answers.Ok(new
        {
            items = entries.Select(e => (e.At, Event: seesAll ? e.Event : EventAudiences.ForBuyer(e.Event))).Where(e => e.Event is not null)
                .Select(e => new { at = e.At, type = e.Event!.Type, amount = e.Event.Amount, detail = e.Event.Detail }),
        });
    }
}
