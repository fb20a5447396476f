using Azure.Data.Tables;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Keeps what paying out costs, by currency, and learns it from each batch that the provider is done with. After a denial for want
/// of funds an operator is told how much is missing.</summary>
public sealed class PayoutFees(ChatPayTables tables, PayoutFunds funds, OperatorAlerts attention, TimeProvider time)
{
    /// <summary>The item of a balance that does not cover what is due; its subject is the currency and the day.</summary>
    public const string BalanceShort = "balance-short";

    /// <summary>What to do about it.</summary>
    public const string MoveMoney = "Move money to the PayPal account: the sweep pays the oldest first, and the others when it is there.";

    /// <summary>What the keys of their rows begin with. They stand just before the list of the open batches.</summary>
    internal const string Row = "fees-";

    // Where an earlier version has kept them.
    private const string PartitionApart = "fees";
    private const string NoFunds = "INSUFFICIENT_FUNDS";

    /// <summary>What is known of a currency.</summary>
    /// <param name="currency">Its code.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="isUnlisted">Whether it was not among those that <see cref="PayoutBatches.ListOpenAsync"/> has just told: then only an
    /// earlier version has kept it.</param>
    public async Task<PayoutFee> OfAsync(string currency, CancellationToken cancellationToken, bool isUnlisted = false) =>
        ((isUnlisted
                ? null
                : await ChatPayTables.FindAsync(tables.PayoutBatches, PayoutBatches.Partition, Row + currency, cancellationToken))
            ?? await ChatPayTables.FindAsync(tables.PayoutBatches, PartitionApart, currency, cancellationToken)) is { } row
            ? Documents.FromRow<PayoutFee>(row)
            : new PayoutFee(currency);

    /// <summary>The row in which it is kept, among the batches.</summary>
    internal static TableEntity RowOf(PayoutFee fee) => Documents.ToRow(PayoutBatches.Partition, Row + fee.Currency, fee);

    /// <summary>Takes in what the provider says of a batch that has ended there.</summary>
    /// <returns>What is known from now on, to be written along with the batch; null when that is nothing new. Of two batches at once one
    /// word is as good as the other.</returns>
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

    /// <summary>One item a currency and day.</summary>
    public static string SubjectOf(string currency, DateTimeOffset now) => $"{currency}-{now:yyyy-MM-dd}";
}
