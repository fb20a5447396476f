using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.PaymentRequests;

/// <summary>Ends a request before payment, for its seller or buyer, and releases the buyer's reservation.</summary>
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

    /// <summary>Ends a request by a command of its seller or buyer.</summary>
    public async Task<Order> RunAsync(OrderCommand command, Func<Order, Decision> end, CancellationToken cancellationToken)
    {
        var order = await command.CommitAsync((o, _) => end(o), cancellationToken);
        await limit.ReleaseAsync(order, cancellationToken);
        return order;
    }
}

/// <summary>The seller cancels a payment request.</summary>
public sealed class CancelRequest(OrderCommands commands, EndRequest end)
{
    [Function(nameof(CancelRequest))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/cancellation")] HttpRequest request,
        string orderId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(request, orderId, OrderActions.Cancellation, cancellationToken);
        return command.Answer(await end.RunAsync(command, RequestTransitions.Cancel, cancellationToken));
    }
}

/// <summary>The buyer declines a payment request.</summary>
public sealed class DeclineRequest(OrderCommands commands, EndRequest end)
{
    [Function(nameof(DeclineRequest))]
    [Requires(Role.Buyer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/decline")] HttpRequest request,
        string orderId, CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(request, orderId, OrderActions.Decline, cancellationToken);
        return command.Answer(await end.RunAsync(command, RequestTransitions.Decline, cancellationToken));
    }
}
