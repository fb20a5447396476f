namespace ChatPay.Functions.Payments.PayPal;

public sealed partial class PayPalClient
{
    /// <summary>What the platform's account holds in a currency.</summary>
    public Task<PayPalBalances> GetBalancesAsync(string currency, CancellationToken cancellation) =>
        CallAsync(PayPalCall.Read("show the balance", $"v1/reporting/balances?currency_code={Segment(currency)}"), PayPalJson.Default.PayPalBalances, cancellation);
}
