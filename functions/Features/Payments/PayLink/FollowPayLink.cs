using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payments.PayLink;

/// <summary>The button of the pay link: starts the checkout and redirects the buyer to the provider's approval page. A second press
/// leads to the same page.</summary>
public sealed class FollowPayLink(PayLinks links, StartCheckout checkout, OrderStore orders, PayPage page)
{
    [Function(nameof(FollowPayLink))]
    [Open("a signed link, for one order and a limited time")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "pay/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken)
    {
        var orderId = await links.OrderOfAsync(token, cancellationToken);
        try
        {
            var started = await checkout.RunAsync(orderId, PageWords.AskedBy(request), cancellationToken);
            return Answers.SeeOther(new Uri(started.ApproveUrl!));
        }
        catch (Exception e) when (AnswerProblems.WantsPage(request) && Failures.ToProblem(e) is { Status: not 500 } problem)
        {
            // Errors are shown on the page with the button, so that it can be pressed again.
            var order = (await orders.GetAsync(orderId, cancellationToken)).Order;
            var notice = new PayNotice($"problem.{problem.Code}", problem.Message) { Status = problem.Status };
            return await page.OfAsync(request.HttpContext, token, order, notice, cancellationToken);
        }
    }
}
