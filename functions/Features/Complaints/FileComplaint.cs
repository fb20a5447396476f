using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Complaints;

/// <summary>The buyer says what is wrong. Nothing is paid out until it is answered or withdrawn.</summary>
public sealed class FileComplaint(OrderAccess access, OrderStore orders, TimeProvider time)
{
    private const int MaxTextLength = 1_000;

    /// <param name="Text">For the seller.</param>
    public sealed record Request(string Text);

    [Function(nameof(FileComplaint))]
    [Requires(Role.Buyer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/complaints")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        await access.AsBuyerAsync(caller, orderId, cancellationToken);
        var key = IdempotencyKey.Of(http);
        var text = Texts.RequireMessage((await Body.ReadAsync<Request>(http, cancellationToken)).Text, "text", MaxTextLength);
        var asked = IdempotencyRecord.Of(caller.Subject, key, new { text });

        var decided = await orders.ChangeAsync(
            orderId,
            o => ComplaintTransitions.File(o, text, asked, time.GetUtcNow()),
            cancellationToken);
        RefundAnswers.Check(decided);
        var n = decided.Order.Complaints.First(c => c.Asked == asked).N;
        return Answers.Created($"/api/v1/orders/{orderId}/complaints/{n}", OrderView.For(decided.Order, caller));
    }
}
