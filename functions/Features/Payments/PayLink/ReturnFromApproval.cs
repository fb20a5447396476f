using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payments.PayLink;

/// <summary>Where the provider redirects the buyer after approving: captures, and shows the order's state.</summary>
public sealed class ReturnFromApproval(PayLinks links, OrderStore orders, SettlePayment payments, PayPage page)
{
    [Function(nameof(ReturnFromApproval))]
    [Open("a signed link, for one order and a limited time")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pay/{token}/return")] HttpRequest request,
        string token, CancellationToken cancellationToken)
    {
        var orderId = await links.OrderOfAsync(token, cancellationToken);
        try
        {
            var settled = await payments.SettleAsync(orderId, null, cancellationToken);
            // The buyer returns with a declined card: redirect to where another one is chosen.
            if (settled.Order is { Request: RequestState.Sent, CurrentCheckout: { AwaitsAnotherWay: true, ApproveUrl: { } choose } })
                return Answers.SeeOther(new Uri(choose));
            return await page.OfAsync(
                request.HttpContext,
                token,
                settled.Order,
                NoticeOf(settled.Order, settled.Refusal),
                cancellationToken);
        }
        catch (OutageException)
        {
            // Nothing is lost: the webhook or the orchestration's poll finds the approval.
            var order = (await orders.GetAsync(orderId, cancellationToken)).Order;
            var notice = order.Request == RequestState.Sent ? new PayNotice(null) { State = PayState.Confirming } : PayNotice.None;
            return await page.OfAsync(request.HttpContext, token, order, notice, cancellationToken);
        }
    }

    private static PayNotice NoticeOf(Order order, Refusal? refusal) => (order, refusal) switch
    {
        // The order's state is the same on every page of the link; only this page says why the capture failed.
        ({ Request: RequestState.Sent }, { } why) => new($"notice.{why.Code}", why.Detail),
        ({ Request: RequestState.Sent, CurrentCheckout.State: CheckoutState.Voided }, _) => new("notice.voided"),
        _ => PayNotice.None,
    };
}
