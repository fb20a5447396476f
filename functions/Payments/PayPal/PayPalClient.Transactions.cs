using System.Globalization;

namespace ChatPay.Functions.Payments.PayPal;

public sealed partial class PayPalClient
{
    private const int TransactionPageSize = 500;

    /// <summary>The movements of money on the platform's account, page by page. PayPal shows at most 31 days at once, and shows a
    /// transaction up to three hours after it was made.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is longer than 31 days.</exception>
    public async Task<IReadOnlyList<PayPalTransactionInfo>> ListTransactionsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to - from, TimeSpan.FromDays(31));
        List<PayPalTransactionInfo> transactions = [];
        for (var page = 1; ; page++)
        {
            var path = string.Create(
                CultureInfo.InvariantCulture,
                $"v1/reporting/transactions?start_date={ReportTime(from)}&end_date={ReportTime(to)}&fields=transaction_info&page_size={TransactionPageSize}&page={page}");
            var read = await CallAsync(PayPalCall.Read("list the transactions", path), PayPalJson.Default.PayPalTransactionPage, cancellation);
            transactions.AddRange((read.TransactionDetails ?? []).Select(d => d.TransactionInfo).OfType<PayPalTransactionInfo>());
            if (page >= (read.TotalPages ?? 1))
                return transactions;
        }
    }
}
