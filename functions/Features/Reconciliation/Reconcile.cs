using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Reconciliation;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Reconciliation;

/// <summary>Each night, compares both sides of the money: the provider's lists with our orders, our orders with its lists, and its
/// balance with its lists. What was missed is handled in the same way as its event would have been; a remaining difference raises
/// an alert. It looks back a week, and further after nights whose lists could not be compared, as <see cref="ComparedReport"/> says.
/// What fails alone is tried again alone, however often. Operators are alerted when either goes on for a week.</summary>
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
        var night = await compared.BeginAsync(now, cancellationToken);
        // What failed in earlier nights is told first: when PayPal does not answer, the run may end before all is compared.
        await TryAsync("What failed alone", () => TellAsync(night, cancellationToken), cancellationToken);
        var since = night.Begin;
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
        var isDone = await TryAsync("The disputes", () => disputes.RunAsync(night, cancellationToken), cancellationToken);
        // What a dispute has taken is booked before the list that also shows it is compared.
        if (listed is { } report)
        {
            isDone &= await TryAsync(
                "The transactions",
                () => transactions.RunAsync(report.Transactions, night, cancellationToken),
                cancellationToken);
            // What PayPal's report does not include yet is not missing.
            var listedTo = report.RefreshedAt is { } refreshed && refreshed < now - Lag ? refreshed : now - Lag;
            isDone &= await TryAsync(
                "The orders",
                () => orders.RunAsync(report.Transactions, since, listedTo, night, cancellationToken),
                cancellationToken);
            await TryAsync("How far it was compared", () => EndAsync(night, isDone, listedTo, cancellationToken), cancellationToken);
        }
        else
        {
            await TryAsync("How far it was compared", () => EndAsync(night, false, since, cancellationToken), cancellationToken);
        }

        await TryAsync("What failed alone and no longer does", () => ForgetAsync(night, cancellationToken), cancellationToken);

        await TryAsync(
            "The balance",
            async () =>
            {
                await balance.RunAsync(now - Lag, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Records how far the lists were compared. What failed as a whole is compared again, and when it has failed for longer
    /// than the comparison looks back anyway, an operator is alerted.</summary>
    private async Task<bool> EndAsync(ComparedNight night, bool isDone, DateTimeOffset listedTo, CancellationToken cancellationToken)
    {
        // Of the first nights there is no record yet.
        await compared.EndAsync(night, isDone ? listedTo : night.Begin, cancellationToken);
        if (!ComparedReport.IsBehind(night.Begin, night.Now))
            return true;
        if (isDone)
            await attention.ClearAsync(
                NotCompared, Lists, "The lists have been compared again; what fails alone has an alert of its own.", cancellationToken);
        else
            await attention.RaiseAsync(
                NotCompared,
                Lists,
                $"PayPal's lists have not been compared with the orders since {night.Begin:yyyy-MM-dd}: it fails every night.",
                "Search the log for 'could not be reconciled' and 'could not be compared': it names the list, or the entries if many "
                    + "fail. Each night tries again, for half a year.",
                null,
                cancellationToken);
        return true;
    }

    /// <summary>Alerts an operator about each entry that has failed for a week, until it has been compared, and about each whose row cannot
    /// be read. What is no longer tried stays the operator's.</summary>
    private async Task<bool> TellAsync(ComparedNight night, CancellationToken cancellationToken)
    {
        foreach (var entry in night.Failed.Where(entry => ComparedReport.IsBehind(entry.Since, night.Now)))
        {
            var kind = EnumNames.Of(entry.Kind);
            await attention.RaiseAsync(
                NotCompared,
                $"{kind}-{entry.Id}",
                $"The {kind} {entry.Id} has not been compared between PayPal's lists and the orders since {entry.Since:yyyy-MM-dd}: it "
                    + "fails every night.",
                "Search the log for its id: 'could not be reconciled' and 'could not be compared' say why. Each night tries again, for "
                    + "half a year.",
                entry.Kind == UncomparedKind.Order ? entry.Id : null,
                cancellationToken);
        }

        foreach (var row in night.Unreadable)
        {
            await attention.RaiseAsync(
                NotCompared,
                row,
                $"Something could not be compared between PayPal's lists and the orders, and its row {row} cannot be read: it is not tried "
                    + "again.",
                "After a rollback, deploy the later version again; otherwise compare PayPal's lists with the orders yourself, and delete "
                    + "the row (table 'reconciliation', partition 'report'). Then resolve this alert. Until then payouts do not resume by "
                    + "themselves after a restore.",
                null,
                cancellationToken);
        }

        return true;
    }

    /// <summary>Ends the alerts of what has been compared, then forgets it: a run that ends between the two does both once
    /// more.</summary>
    private async Task<bool> ForgetAsync(ComparedNight night, CancellationToken cancellationToken)
    {
        foreach (var entry in night.Compared.Where(entry => ComparedReport.IsBehind(entry.Since, night.Now)))
            await attention.ClearAsync(
                NotCompared, $"{EnumNames.Of(entry.Kind)}-{entry.Id}", "It has been compared.", cancellationToken);
        await night.ForgetAsync(cancellationToken);
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
