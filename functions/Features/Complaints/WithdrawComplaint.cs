using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale.Complaints;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Complaints;

/// <summary>The buyer takes a complaint back. A repeat is harmless.</summary>
public sealed class WithdrawComplaint(OrderAccess access, OrderStore orders, TimeProvider time)
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
        var caller = Caller.Of(http.HttpContext);
        await access.AsBuyerAsync(caller, orderId, cancellationToken);
        var n = ComplaintAnswers.Number(number);
        var decided = await orders.ChangeAsync(orderId, o => ComplaintTransitions.Withdraw(o, n, time.GetUtcNow()), cancellationToken);
        RefundAnswers.Check(decided);
        return Answers.Ok(OrderView.For(decided.Order, caller));
    }
}
