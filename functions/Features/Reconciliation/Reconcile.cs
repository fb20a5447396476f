using ChatPay.Functions.Providers.PayPal;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Reconciliation;

/// <summary>Each night, compares both sides of the money: the provider's lists with our orders, our orders with its lists, and its
/// balance with its lists. What was missed is handled in the same way as its event would have been; a remaining difference raises
/// an alert. It looks back a week, and as far as <see cref="ComparedReport"/> says, which makes up for late listings and for nights
/// that failed.</summary>
public sealed class Reconcile(
    PayPalClient payPal, ComparedReport compared, CompareTransactions transactions, CompareDisputes disputes, CompareOrders orders,
    CompareBalance balance, TimeProvider time, ILogger<Reconcile> log)
{
    // A transaction may take up to three hours to appear.
    private static readonly TimeSpan Lag = TimeSpan.FromHours(6);

    [Function(nameof(Reconcile))]
    public async Task RunAsync([TimerTrigger("%ReconciliationSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = await compared.BeginAsync(now, cancellationToken);
        // One day more than is compared: what was made before midnight may be booked after it.
        PayPalTransactionReport? listed = null;
        await TryAsync(
            "The list of transactions",
            async () => listed = await payPal.ListTransactionsAsync(since - TimeSpan.FromDays(1), now, cancellationToken),
            cancellationToken);
        var isDone = await TryAsync("The disputes", () => disputes.RunAsync(since, cancellationToken), cancellationToken);
        // What a dispute has taken is booked before the list that also shows it is compared.
        if (listed is { } report)
        {
            isDone &= await TryAsync(
                "The transactions",
                () => transactions.RunAsync(report.Transactions, cancellationToken),
                cancellationToken);
            // What PayPal's report does not include yet is not missing.
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

    /// <summary>Runs one comparison; a failure does not keep the others from running.</summary>
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
