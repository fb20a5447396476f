using System.Globalization;

namespace ChatPay.Functions.Providers.PayPal;

public sealed partial class PayPalClient
{
    /// <summary>The current balance of the platform's account in a currency, as far as PayPal's reports know.</summary>
    public Task<PayPalBalances> GetBalancesAsync(string currency, CancellationToken cancellation) =>
        BalancesAsync(currency, "", cancellation);

    /// <summary>The balance at a point in time.</summary>
    public Task<PayPalBalances> GetBalancesAsync(string currency, DateTimeOffset asOf, CancellationToken cancellation) =>
        BalancesAsync(currency, "&as_of_time=" + ReportTime(asOf), cancellation);

    private Task<PayPalBalances> BalancesAsync(string currency, string more, CancellationToken cancellation) =>
        CallAsync(
            PayPalCall.Read("show the balance", $"v1/reporting/balances?currency_code={Segment(currency)}{more}"),
            PayPalJson.Default.PayPalBalances,
            cancellation);

    private static string ReportTime(DateTimeOffset at) =>
        Uri.EscapeDataString(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
