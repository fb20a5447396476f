using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Complaints;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Complaints;

/// <summary>The buyer withdraws a complaint. A repeat is harmless.</summary>
public sealed class WithdrawComplaint(OrderCommands commands)
{
    [Function(nameof(WithdrawComplaint))]
    [Requires(Role.Buyer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/complaints/{number}/withdrawal")]
            HttpRequest http,
        string orderId,
        string number,
        CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.WithdrawComplaint, cancellationToken);
        var n = PathNumber.Of(number, "complaint");
        return await command.ChangeAsync((o, now) => ComplaintTransitions.Withdraw(o, n, now), cancellationToken);
    }
}
