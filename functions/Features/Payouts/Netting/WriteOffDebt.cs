using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Netting;

/// <summary>An operator gives up what the seller owes for an order: the platform bears it.</summary>
public sealed class WriteOffDebt(OrderAccess access, OrderStore orders, TimeProvider time)
{
    private const int MaxNoteLength = 500;

    /// <param name="Note">Why.</param>
    public sealed record Request(string Note);

    [Function(nameof(WriteOffDebt))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/orders/{orderId}/debt-write-off")] HttpRequest http,
        string orderId, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        await access.AsSellerOrOperatorAsync(caller, orderId, cancellationToken);
        IdempotencyKey.Of(http);
        var note = Texts.Require((await Body.ReadAsync<Request>(http, cancellationToken)).Note, "note", MaxNoteLength);

        var decided = await orders.ChangeAsync(orderId, o => NettingTransitions.WriteOff(o, note, time.GetUtcNow()), cancellationToken);
        return decided.Refusal is { } refusal
            ? throw Problems.Of(refusal, OrderStatuses.ForSeller(decided.Order))
            : Answers.Ok(OrderView.For(decided.Order, caller));
    }
}
