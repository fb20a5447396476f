using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Orders;

/// <summary>An order, for its buyer, its seller and operators.</summary>
public sealed class GetOrder(OrderAccess access, OrderReader reader)
{
    [Function(nameof(GetOrder))]
    [Requires(Role.Buyer, Role.Seller, Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/orders/{orderId}")] HttpRequest request,
        string orderId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request.HttpContext);
        var stored = await access.ToReadAsync(caller, orderId, cancellationToken);
        // The entity tag is that of the representation: the row's own changes with every payout, which would show the buyer.
        return Answers.OkUnlessKnown(request, await reader.ReadAsync(stored.Order, caller, cancellationToken));
    }
}
