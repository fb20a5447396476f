using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Reconciliation;
using ChatPay.Functions.Providers.PayPal;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Reconciliation;

/// <summary>Each night, compares both sides of the money: the provider's lists with our orders, our orders with its lists, and its
/// balance with its lists. What was missed is handled in the same way as its event would have been; a remaining difference raises
/// an alert. It looks back a week, and as far as <see cref="ComparedReport"/> says, which makes up for late listings and for nights
/// that failed, if only for one entry; operators are alerted when that goes on for a week.</summary>
public sealed class Reconcile(
    PayPalClient payPal, ComparedReport compared, CompareTransactions transactions, CompareDisputes disputes, CompareOrders orders,
    CompareBalance balance, OperatorAlerts attention, TimeProvider time, ILogger<Reconcile> log)
{
    private const string NotCompared = "not-compared";
    private const string Lists = "lists";

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
            async () =>
            {
                listed = await payPal.ListTransactionsAsync(since - TimeSpan.FromDays(1), now, cancellationToken);
                return true;
            },
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
            await TryAsync("How far it was compared", () => EndAsync(isDone, since, listedTo, now, cancellationToken), cancellationToken);
        }
        else
        {
            await TryAsync("How far it was compared", () => EndAsync(false, since, since, now, cancellationToken), cancellationToken);
        }

        await TryAsync(
            "The balance",
            async () =>
            {
                await balance.RunAsync(now - Lag, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Records how far everything was compared. What failed is compared again, and when it has failed for longer than the
    /// comparison looks back anyway, an operator is alerted.</summary>
    private async Task<bool> EndAsync(
        bool isDone, DateTimeOffset since, DateTimeOffset listedTo, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Of the first nights there is no record yet.
        await compared.EndAsync(isDone ? listedTo : since, cancellationToken);
        if (!ComparedReport.IsBehind(since, now))
            return true;
        if (isDone)
            await attention.ClearAsync(NotCompared, Lists, "Everything has been compared again.", cancellationToken);
        else
            await attention.RaiseAsync(
                NotCompared,
                Lists,
                $"Something of PayPal's lists has not been compared with the orders since {since:yyyy-MM-dd}: it fails every night.",
                "Search the log for 'could not be reconciled' and 'could not be compared': it names the transaction, dispute or order. "
                    + "Each night tries again, for half a year.",
                null,
                cancellationToken);
        return true;
    }

    /// <summary>Runs one comparison; a failure does not keep the others from running.</summary>
    /// <returns>Whether everything was compared.</returns>
    private async Task<bool> TryAsync(string what, Func<Task<bool>> compare, CancellationToken cancellationToken)
    {
        try
        {
            return await compare();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "{What} could not be reconciled; the next night tries again.", what);
            return false;
        }
    }
}
