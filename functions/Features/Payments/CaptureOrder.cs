using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payments;

/// <summary>The buyer has approved and asks for the capture now; the return page, the webhook and the poll do the same.</summary>
public sealed class CaptureOrder(OrderAccess access, SettlePayment payments, TimeProvider time)
{
    [Function(nameof(CaptureOrder))]
    [Requires(Role.Buyer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/capture")] HttpRequest request,
        string orderId, CancellationToken cancellationToken)
    {
        IdempotencyKey.Of(request);
        var caller = Caller.Of(request.HttpContext);
        await access.AsAsync(OrderActions.Capture.By, caller, orderId, cancellationToken);
        var settled = await payments.SettleAsync(orderId, null, cancellationToken);
        return settled.Refusal is { } refusal
            ? throw Refused(refusal, settled)
            : Answers.Ok(OrderView.For(settled.Order, caller, time.GetUtcNow()));
    }

    // That the buyer has approved, or that the way to pay was declined, may be recorded by then.
    private static ProblemException Refused(Refusal refusal, TransitionResult settled)
    {
        var problem = Problems.Of(refusal, OrderStatuses.Of(settled.Order));
        return settled.IsAfterChange ? problem.AfterChange() : problem;
    }
}
