using System.Globalization;

namespace ChatPay.Functions.Providers.PayPal;

public sealed partial class PayPalClient
{
    private const int TransactionPageSize = 500;

    // PayPal reports at most 31 days at once, and refuses a period with more than 10,000 transactions.
    private const string TooMany = "RESULTSET_TOO_LARGE";
    private static readonly TimeSpan MaxWindow = TimeSpan.FromDays(31) - TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MinWindow = TimeSpan.FromMinutes(1);

    /// <summary>The transactions of the platform's account, in windows that PayPal allows, page by page. A transaction may take up
    /// to three hours to appear.</summary>
    /// <param name="from">UTC, in whole seconds; inclusive.</param>
    /// <param name="to">UTC, in whole seconds; inclusive.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<PayPalTransactionReport> ListTransactionsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        ListAsync("", from, to, cancellation);

    /// <summary>The transactions of the platform's account with this id; PayPal may list two.</summary>
    /// <param name="transactionId">PayPal's id.</param>
    /// <param name="from">UTC, in whole seconds; inclusive.</param>
    /// <param name="to">UTC, in whole seconds; inclusive.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<IReadOnlyList<PayPalTransactionInfo>> FindTransactionsAsync(
        string transactionId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        (await ListAsync($"&transaction_id={Uri.EscapeDataString(transactionId)}", from, to, cancellation)).Transactions;

    private async Task<PayPalTransactionReport> ListAsync(
        string filter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        List<PayPalTransactionPage> pages = [];
        var window = MaxWindow;
        for (var start = from; start <= to;)
        {
            var end = to - start > window ? start + window : to;
            try
            {
                pages.AddRange(await ListWindowAsync(filter, start, end, cancellation));
                start = end.AddSeconds(1);
            }
            catch (PayPalRefusedException e) when ((e.Name == TooMany || e.Has(TooMany)) && end - start > MinWindow)
            {
                window = TimeSpan.FromSeconds(Math.Floor((end - start).TotalSeconds / 2));
            }
        }

        return new PayPalTransactionReport(
            [.. pages.SelectMany(p => p.TransactionDetails ?? []).Select(d => d.TransactionInfo).OfType<PayPalTransactionInfo>()],
            pages.Min(p => p.LastRefreshedDatetime));
    }

    private async Task<List<PayPalTransactionPage>> ListWindowAsync(
        string filter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        List<PayPalTransactionPage> pages = [];
        for (var page = 1; ; page++)
        {
            var path = string.Create(
                CultureInfo.InvariantCulture,
                $"v1/reporting/transactions?start_date={ReportTime(from)}&end_date={ReportTime(to)}&fields=transaction_info&page_size="
                + $"{TransactionPageSize}&page={page}{filter}");
            var read = await CallAsync(
                PayPalCall.Read("list the transactions", path),
                PayPalJson.Default.PayPalTransactionPage,
                cancellation);
            pages.Add(read);
            if (page >= (read.TotalPages ?? 1))
                return pages;
        }
    }
}
