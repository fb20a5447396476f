using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Orders;

/// <summary>What happened to an order, oldest first.</summary>
public sealed class GetTimeline(OrderAccess access, OrderStore orders)
{
    /// <param name="At">UTC.</param>
    /// <param name="Type">Such as <c>shipped</c>.</param>
    /// <param name="Amount">The amount concerned; absent when there is none.</param>
    /// <param name="Detail">For people; absent when there is nothing to add.</param>
    public sealed record Entry(DateTimeOffset At, OrderEventType Type, Money? Amount, string? Detail);

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
        var seen = entries.Select(e => (e.At, Event: seesAll ? e.Event : EventAudiences.ForBuyer(e.Event))).Where(e => e.Event is not null)
            .Select(e => new Entry(e.At, e.Event!.Type, e.Event.Amount, e.Event.Detail));
        return Answers.OkUnlessKnown(request, new Page<Entry>([.. seen], Next: null));
    }
}
