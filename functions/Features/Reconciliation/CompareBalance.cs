using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Reconciliation;

/// <summary>Compares the provider's balance with its own list: the balance of the night before, plus the movements since, is the
/// balance now. As each payment, refund and payout in the list is found in an order, the orders explain the balance.</summary>
public sealed class CompareBalance(PayPalClient payPal, ChatPayTables tables, OrderTerms terms, OperatorAlerts attention)
{
    private const string Partition = "balance";

    /// <param name="AsOf">UTC, in whole seconds.</param>
    /// <param name="Available">Without what is withheld for disputes.</param>
    private sealed record Snapshot(DateTimeOffset AsOf, Money Available);

    /// <param name="at">The time of the balance, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task RunAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var asOf = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var seen = (await payPal.GetBalancesAsync(terms.Currency, asOf, cancellationToken)).Balances.FirstOrDefault(b =>
            b.Currency == terms.Currency);
        if (seen?.AvailableBalance is not { } available)
            return;

        if (await FindAsync(cancellationToken) is { } before)
        {
            // What PayPal's report does not include yet is compared another night, from the same start.
            if (asOf <= before.AsOf || !await CompareAsync(before, new Snapshot(asOf, available), cancellationToken))
                return;
        }

        await tables.Reconciliation.UpsertEntityAsync(
            Documents.ToRow(Partition, terms.Currency, new Snapshot(asOf, available)),
            Azure.Data.Tables.TableUpdateMode.Replace,
            cancellationToken);
    }

    /// <returns>Whether PayPal's report extends that far.</returns>
    private async Task<bool> CompareAsync(Snapshot before, Snapshot now, CancellationToken cancellationToken)
    {
        var listed = await payPal.ListTransactionsAsync(before.AsOf.AddSeconds(1), now.AsOf, cancellationToken);
        if (listed.RefreshedAt < now.AsOf)
            return false;
        var zero = Money.Zero(terms.Currency);
        var moved = listed
            .Transactions.Where(t => t.HasGoneThrough && t.TransactionAmount?.Currency == terms.Currency)
            .Aggregate(
                zero,
                (sum, t) => sum + t.TransactionAmount!.Value + (t.FeeAmount is { } fee && fee.Currency == terms.Currency ? fee : zero));
        if (before.Available + moved == now.Available)
            return true;

        await attention.RaiseOnceAsync(
            "balance-differs", $"{terms.Currency}-{now.AsOf:yyyy-MM-dd}",
            $"PayPal's balance was {before.Available} at {before.AsOf:yyyy-MM-dd HH:mm} UTC and {now.Available} at "
                + $"{now.AsOf:yyyy-MM-dd HH:mm}, but its list of transactions moves it by {moved}.",
            "Compare the balance with the activity report in PayPal's dashboard: something moved that the list does not show.",
            null,
            happenedAt: null,
            cancellationToken);
        return true;
    }

    private async Task<Snapshot?> FindAsync(CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.Reconciliation, Partition, terms.Currency, cancellationToken) is { } row
            ? Documents.FromRow<Snapshot>(row)
            : null;
}
