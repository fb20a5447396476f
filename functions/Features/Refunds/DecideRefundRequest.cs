using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>The seller or an operator grants or denies the buyer's refund request. A repeat is harmless: a request is decided
/// once.</summary>
public sealed class DecideRefundRequest(OrderCommands commands, DebtCeiling ceiling)
{
    private const int MaxMessageLength = 500;

    /// <param name="Decision">The decision.</param>
    /// <param name="Message">For the buyer; required to deny.</param>
    public sealed record Request(Verdict Decision, string? Message = null);

    /// <summary>The decision on a refund request.</summary>
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
        var command = await commands.BeginAsync(http, orderId, OrderActions.DecideRefundRequest, cancellationToken);
        var n = PathNumber.Of(number, "refund request");
        IdempotencyKey.Of(http);
        var request = await Body.ReadAsync<Request>(http, cancellationToken);
        var message =
            request.Decision == Verdict.Deny
                ? Texts.Require(request.Message, "message", MaxMessageLength)
                : Texts.Optional(request.Message, "message", MaxMessageLength);

        var decide = await ceiling.BoundAsync(
            command,
            (o, now) => request.Decision == Verdict.Grant ? RefundDecisions.Approve(o, n, now) : RefundDecisions.Deny(o, n, message),
            cancellationToken);
        return await command.ChangeAsync(decide, cancellationToken);
    }
}
