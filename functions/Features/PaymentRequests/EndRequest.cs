using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.PaymentRequests;

/// <summary>Ends a request before payment, for its seller or buyer, and gives the buyer's reservation back.</summary>
public sealed class EndRequest(OrderStore orders, BuyerLimit limit)
{
    public async Task<Order> RunAsync(string orderId, Func<Order, Decision> end, CancellationToken cancellationToken)
    {
        var decided = await orders.ChangeAsync(orderId, end, cancellationToken);
        if (decided.Refusal is { } refusal)
            throw Problems.Of(refusal, OrderStatuses.Of(decided.Order));

        await limit.ReleaseAsync(decided.Order, cancellationToken);
        return decided.Order;
    }
}

/// <summary>The seller takes a payment request back.</summary>
public sealed class CancelRequest(OrderAccess access, EndRequest end)
{
    [Function(nameof(CancelRequest))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/cancellation")] HttpRequest request,
        string orderId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request.HttpContext);
        await access.AsSellerAsync(caller, orderId, cancellationToken);
        return Answers.Ok(OrderView.For(await end.RunAsync(orderId, RequestTransitions.Cancel, cancellationToken), caller));
    }
}

/// <summary>The buyer does not want it.</summary>
public sealed class DeclineRequest(OrderAccess access, EndRequest end)
{
    [Function(nameof(DeclineRequest))]
    [Requires(Role.Buyer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/decline")] HttpRequest request,
        string orderId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request.HttpContext);
        await access.AsBuyerAsync(caller, orderId, cancellationToken);
        return Answers.Ok(OrderView.For(await end.RunAsync(orderId, RequestTransitions.Decline, cancellationToken), caller));
    }
}
