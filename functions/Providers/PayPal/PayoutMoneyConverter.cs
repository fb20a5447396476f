namespace ChatPay.Functions.Providers.PayPal;

/// <summary><see cref="PayPalMoneyConverter"/> for the payouts API, v1, where the field is <c>currency</c>.</summary>
public sealed class PayoutMoneyConverter : PayPalMoneyConverter
{
    protected override string CurrencyProperty => "currency";
}
