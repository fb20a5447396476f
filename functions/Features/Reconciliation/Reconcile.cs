using ChatPay.Functions.Providers.PayPal;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Reconciliation;

/// <summary>
/// Each night, both sides of the money: the provider's lists against our orders, our orders against its lists, and its balance against
/// its lists. What was not heard of is taken up by the path that its news would have taken; what differs even then is an attention item. It
/// looks back a week, and as far as <see cref="ComparedReport"/> says, so that what is listed late, and a night that fails, is made up for.
/// </summary>
public sealed class Reconcile(
    PayPalClient payPal, ComparedReport compared, CompareTransactions transactions, CompareDisputes disputes, CompareOrders orders,
    CompareBalance balance, TimeProvider time, ILogger<Reconcile> log)
{
    // The provider shows a transaction up to three hours after it was made.
    private static readonly TimeSpan Lag = TimeSpan.FromHours(6);

    [Function(nameof(Reconcile))]
    public async Task RunAsync([TimerTrigger("%ReconciliationSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = await compared.BeginAsync(now, cancellationToken);
        // A day more than is compared: what was made before midnight may be booked after it.
        PayPalTransactionReport? listed = null;
        await TryAsync(
            "The list of transactions",
            async () => listed = await payPal.ListTransactionsAsync(since - TimeSpan.FromDays(1), now, cancellationToken),
            cancellationToken);
        var isDone = await TryAsync("The disputes", () => disputes.RunAsync(since, cancellationToken), cancellationToken);
        // What a dispute has taken is booked before the list that shows it too is compared.
        if (listed is { } report)
        {
            isDone &= await TryAsync(
                "The transactions",
                () => transactions.RunAsync(report.Transactions, cancellationToken),
                cancellationToken);
            // What PayPal has not put into its report yet is not missing.
            var listedTo = report.RefreshedAt is { } refreshed && refreshed < now - Lag ? refreshed : now - Lag;
            isDone &= await TryAsync(
                "The orders",
                () => orders.RunAsync(report.Transactions, since, listedTo, cancellationToken),
                cancellationToken);
            if (isDone)
                await TryAsync("How far it was compared", () => compared.EndAsync(listedTo, cancellationToken), cancellationToken);
        }

        await TryAsync("The balance", () => balance.RunAsync(now - Lag, cancellationToken), cancellationToken);
    }

    /// <summary>What cannot be compared does not keep the rest from it.</summary>
    /// <returns>Whether it was compared.</returns>
    private async Task<bool> TryAsync(string what, Func<Task> compare, CancellationToken cancellationToken)
    {
        try
        {
            await compare();
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "{What} could not be reconciled; the next night tries again.", what);
            return false;
        }
    }
}
