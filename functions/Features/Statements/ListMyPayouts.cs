using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Statements;

/// <summary>The caller's payouts, by order, the newest order first. Those of one order are on the same page; with <c>status</c>,
/// only those with this status.</summary>
public sealed class ListMyPayouts(OrderIndex index, OrderStore orders)
{
    [Function(nameof(ListMyPayouts))]
    [Requires(Role.Seller)]
    [Paged]
    [Query("status", "Only payouts with this status.", Of = typeof(PayoutState))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/sellers/me/payouts")] HttpRequest http,
        CancellationToken cancellationToken)
    {
        var status = StatusQuery.Of<PayoutState>(http);
        return Answers.OkUnlessKnown(http, await new OrderPages(index, orders).ReadAsync<PayoutLine>(
            http,
            Caller.Of(http.HttpContext).SellerId,
            o => [.. o.Payouts.Reverse().Where(p => status is null || p.State == status).Select(p => PayoutLine.Of(o, p))],
            cancellationToken));
    }
}

/// <summary>One payout.</summary>
/// <param name="Id">Its key, also the provider's <c>sender_item_id</c>.</param>
/// <param name="OrderId">The order that is paid out.</param>
/// <param name="Status">See <see cref="PayoutState"/>.</param>
/// <param name="Amount">The amount.</param>
/// <param name="ReleasedAt">When the hold ended, UTC.</param>
/// <param name="PaidAt">When it was paid, UTC.</param>
/// <param name="Failure">The provider's error, if it failed.</param>
/// <param name="NextStep">What the seller can do, or what happens next.</param>
public sealed record PayoutLine(
    string Id,
    string OrderId,
    PayoutState Status,
    Money Amount,
    DateTimeOffset ReleasedAt,
    DateTimeOffset? PaidAt,
    string? Failure,
    string? NextStep)
{
    internal static PayoutLine Of(Order order, Payout payout) =>
        new(
            Payout.Key(order.Id, payout.Generation),
            order.Id,
            payout.State,
            payout.Amount,
            payout.ReleasedAt,
            payout.PaidAt,
            payout.Failure,
            NextStepOf(order, payout));

    private static string? NextStepOf(Order order, Payout payout) =>
        payout.State switch
        {
            PayoutState.Released => "The next sweep sends it.",
            PayoutState.Submitting or PayoutState.Processing or PayoutState.Unknown => "PayPal is processing it.",
            PayoutState.FailedRetryable => $"It is tried again after {payout.NotBefore:d MMMM yyyy HH:mm} UTC.",
            PayoutState.FailedPermanent => "Check that your PayPal account can receive money; the operator will send it again.",
            PayoutState.Withheld =>
                $"Sign in to PayPal and claim it by {payout.WithheldAt + Payout.UnclaimedFor:d MMMM yyyy}; otherwise it comes back and "
                    + "stays yours.",
            PayoutState.Returned => "It came back and is still yours; the operator will send it again.",
            PayoutState.NothingDue when order.IsSettledByDebts && payout == order.CurrentPayout =>
                $"{order.KeptForDebts} was deducted for what you owed: nothing is left to pay out.",
            _ => null,
        };
}
