using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Complaints;

/// <summary>The seller or an operator decides a complaint: resolves it, with a refund in the same step if need be, or rejects it. A
/// repeat is harmless: a complaint is decided once.</summary>
public sealed class DecideComplaint(OrderCommands commands, DebtCeiling ceiling)
{
    private const int MaxMessageLength = 500;

    /// <param name="Decision">The decision.</param>
    /// <param name="Message">For the buyer; required to reject.</param>
    /// <param name="Refund">The refund that comes with the resolution.</param>
    public sealed record Request(Verdict Decision, string? Message = null, RefundRequest? Refund = null);

    /// <summary>The decision on a complaint.</summary>
    public enum Verdict { Resolve, Reject }

    [Function(nameof(DecideComplaint))]
    [Requires(Role.Seller, Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/complaints/{number}/decision")]
            HttpRequest http,
        string orderId,
        string number,
        CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(http, orderId, OrderActions.DecideComplaint, cancellationToken);
        var n = PathNumber.Of(number, "complaint");
        IdempotencyKey.Of(http);
        var request = await Body.ReadAsync<Request>(http, cancellationToken);
        var rejects = request.Decision == Verdict.Reject;
        var faults = new FieldFaults();
        var message = rejects
            ? Texts.Require(request.Message, "message", MaxMessageLength, faults)
            : Texts.Optional(request.Message, "message", MaxMessageLength, faults);
        if (rejects && request.Refund is not null)
            faults.Malformed("refund-with-rejection", "A complaint is rejected, or resolved with a refund: not both.", "refund");
        var refund = request.Refund?.Check(command.Order.Terms.Currency, "refund.", faults);
        faults.ThrowIfAny();
        var by = command.IsBySeller ? RefundReason.Seller : RefundReason.Operator;

        var decide = await ceiling.BoundAsync(
            command,
            (o, now) =>
                rejects
                    ? ComplaintTransitions.Reject(o, n, message!, now)
                    : ComplaintTransitions.Resolve(
                        o,
                        n,
                        message,
                        by,
                        refund,
                        IdempotencyRecord.Of(command.Caller.Subject, OrderOrchestrations.ComplaintId(orderId, n), refund?.ForHash()),
                        now),
            cancellationToken);
        return await command.ChangeAsync(decide, cancellationToken);
    }
}
