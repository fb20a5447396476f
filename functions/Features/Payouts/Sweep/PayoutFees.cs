using Azure.Data.Tables;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Keeps the cost of paying out, by currency, and learns it from each batch that the provider has finished. After a denial
/// for lack of funds an operator is told how much is missing.</summary>
public sealed class PayoutFees(ChatPayTables tables, PayoutFunds funds, OperatorAlerts attention, TimeProvider time)
{
    /// <summary>The alert for a balance that does not cover what is due; its subject is the currency and the day.</summary>
    public const string BalanceShort = "balance-short";

    /// <summary>What to do about it.</summary>
    public const string MoveMoney = "Move money to the PayPal account: the sweep pays the oldest first, and the others when it is there.";

    /// <summary>The prefix of their row keys. They sort just before the list of open batches.</summary>
    internal const string Row = "fees-";

    // The partition used by an earlier version.
    private const string PartitionApart = "fees";
    private const string NoFunds = "INSUFFICIENT_FUNDS";

    /// <summary>What is known for a currency.</summary>
    /// <param name="currency">The currency code.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="isUnlisted">Whether it was missing from what <see cref="PayoutBatches.ListOpenAsync"/> has just returned: then
    /// only an earlier version has kept it.</param>
    public async Task<PayoutFee> OfAsync(string currency, CancellationToken cancellationToken, bool isUnlisted = false) =>
        ((isUnlisted
                ? null
                : await ChatPayTables.FindAsync(tables.PayoutBatches, PayoutBatches.Partition, Row + currency, cancellationToken))
            ?? await ChatPayTables.FindAsync(tables.PayoutBatches, PartitionApart, currency, cancellationToken)) is { } row
            ? Of(row, currency)
            : new PayoutFee(currency);

    /// <summary>What a listed row knows.</summary>
    internal static PayoutFee Of(TableEntity row) => Of(row, row.RowKey[Row.Length..]);

    // Fees are only estimates: what cannot be read is learned anew.
    private static PayoutFee Of(TableEntity row, string currency)
    {
        try
        {
            return Documents.FromRow<PayoutFee>(row);
        }
        catch (UnreadableRowException)
        {
            return new PayoutFee(currency);
        }
    }

    /// <summary>The row that keeps it, among the batches.</summary>
    internal static TableEntity RowOf(PayoutFee fee) => Documents.ToRow(PayoutBatches.Partition, Row + fee.Currency, fee);

    /// <summary>Takes in the provider's report on a batch that has ended there.</summary>
    /// <returns>What is known from now on, to be written along with the batch; null when nothing is new. Of two concurrent batches,
    /// either's report will do.</returns>
    public async Task<PayoutFee?> LearnAsync(PayoutBatch batch, PayPalPayoutBatch seen, CancellationToken cancellationToken)
    {
        if (batch.Total is not { } total)
            return null;

        var (header, currency) = (seen.Header, total.Currency);
        var isDenied = header.BatchStatus is PayPalPayoutStatus.Denied or PayPalPayoutStatus.Cancelled
            && (header.Errors?.Name == NoFunds || seen.Items.Any(i => i.Errors?.Name == NoFunds));
        var outcome =
            isDenied ? BatchFunding.Denied
            : header.BatchStatus == PayPalPayoutStatus.Success ? BatchFunding.Funded
            : BatchFunding.Open;
        var known = batch.Fee ?? await OfAsync(currency, cancellationToken);
        var learned = known.After(batch, header.Amount, header.Fees, outcome);
        if (isDenied)
            await RaiseAsync(
                batch,
                header.Amount is { } amount && header.Fees is { } fees ? amount + fees : learned.Cost(batch.Items),
                cancellationToken);
        return learned == known ? null : learned;
    }

    private async Task RaiseAsync(PayoutBatch batch, Money needed, CancellationToken cancellationToken)
    {
        var shortBy = await funds.BalanceAsync(needed.Currency, cancellationToken) is { } balance && balance < needed
            ? $"the balance of {balance} is {needed - balance} short"
            : "the balance did not cover that";
        await attention.RaiseAsync(
            BalanceShort,
            SubjectOf(needed.Currency, time.GetUtcNow()),
            $"PayPal denied payout batch {batch.Id}: it takes {needed} with the fees, and {shortBy}.",
            MoveMoney,
            null,
            cancellationToken);
    }

    /// <summary>One alert per currency and day.</summary>
    public static string SubjectOf(string currency, DateTimeOffset now) => $"{currency}-{now:yyyy-MM-dd}";
}
