using System.Globalization;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments.PayPal;
using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Payouts.Correction;

/// <summary>
/// An operator has a payout paid that was refused or has come back, as the next generation. The provider is asked first: only what it
/// says was not paid is paid again, however long ago it was (orders.md, races 10 and 11). It goes to the account that the seller names now.
/// </summary>
public sealed class RetryPayout(
    OrderAccess access, OrderStore orders, PayPalClient payPal, SettlePayoutBatch settle, DuePayouts due, TimeProvider time)
{
    [Function(nameof(RetryPayout))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/orders/{orderId}/payouts/{generation}/retry")] HttpRequest http,
        string orderId, string generation, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        var order = (await access.AsSellerOrOperatorAsync(caller, orderId, cancellationToken)).Order;
        IdempotencyKey.Of(http);
        if (!int.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out var g) || order.Payouts.FirstOrDefault(p => p.G == g) is not { } payout)
            throw Problems.NotFound("payout");

        if (payout.State != PayoutState.Replaced)
            await ConfirmNotPaidAsync(order, payout, cancellationToken);
        var now = time.GetUtcNow();
        if (PayoutTransitions.Retry(order, g, now).Change is not null)
            await due.AddAsync(orderId, order.Payouts.Count + 1, now, cancellationToken);
        var decided = await orders.ChangeAsync(
            orderId,
            // The entry is of the next generation: when another has been made since, it is of none.
            o => o.Payouts.Count == order.Payouts.Count || PayoutTransitions.Retry(o, g, now).Change is null
                ? PayoutTransitions.Retry(o, g, now)
                : Decision.Refuse("payout-changed", "The payout has changed just now: look at the order and say it again."),
            cancellationToken);
        return decided.Refusal is { } refusal
            ? throw Problems.Conflict(refusal.Code, refusal.Detail, Headline.Of(decided.Order))
            : Answers.Ok(OrderView.For(decided.Order, caller));
    }

    /// <exception cref="ProblemException">409: the provider has paid it, or may still; 503: it cannot be asked.</exception>
    private async Task ConfirmNotPaidAsync(Order order, Payout payout, CancellationToken cancellationToken)
    {
        // Without an item the provider has never taken it on: its batch was refused as a whole, for this one.
        if (payout.ProviderItemId is not { } itemId)
            return;

        PayPalPayoutItem seen;
        try
        {
            seen = await payPal.GetPayoutItemAsync(itemId, cancellationToken);
        }
        catch (Exception e) when (e is PayPalUnavailableException or PayPalUnknownOutcomeException)
        {
            throw Problems.Unavailable("PayPal");
        }

        if (seen.TransactionStatus is PayPalPayoutItemStatus.Failed or PayPalPayoutItemStatus.Returned or PayPalPayoutItemStatus.Refunded or PayPalPayoutItemStatus.Reversed)
            return;
        if (payout.BatchId is { } batchId)
            await settle.RunAsync(batchId, cancellationToken);
        throw Problems.Conflict("payout-not-failed", $"PayPal says {seen.TransactionStatus}: it is paid again only when PayPal says that it was not paid.", Headline.Of(order));
    }
}
