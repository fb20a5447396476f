using System.Globalization;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>The seller or an operator grants or denies what the buyer has asked for. A repeat is harmless: a request is decided
/// once.</summary>
public sealed class DecideRefundRequest(OrderAccess access, OrderStore orders, TimeProvider time)
{
    private const int MaxNoteLength = 500;

    /// <param name="Decision">What is decided.</param>
    /// <param name="Note">For the buyer; needed to deny.</param>
    public sealed record Request(Verdict Decision, string? Note = null);

    /// <summary>Granted or denied.</summary>
    public enum Verdict { Grant, Deny }

    [Function(nameof(DecideRefundRequest))]
    [Requires(Role.Seller, Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/refund-requests/{number}/decision")]
            HttpRequest http,
        string orderId,
        string number,
        CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        await access.AsSellerOrOperatorAsync(caller, orderId, cancellationToken);
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
            throw Problems.NotFound("refund request");
        IdempotencyKey.Of(http);
        var request = await Body.ReadAsync<Request>(http, cancellationToken);
        var note =
            request.Decision == Verdict.Deny
                ? Texts.Require(request.Note, "note", MaxNoteLength)
                : Texts.Optional(request.Note, "note", MaxNoteLength);

        var decided = await orders.ChangeAsync(
            orderId,
            o => request.Decision == Verdict.Grant ? RefundDecisions.Approve(o, n, time.GetUtcNow()) : RefundDecisions.Deny(o, n, note),
            cancellationToken);
        RefundAnswers.Check(decided);
        return Answers.Ok(OrderView.For(decided.Order, caller));
    }
}
