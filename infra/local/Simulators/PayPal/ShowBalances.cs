using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary><c>GET /v1/reporting/balances</c>.</summary>
internal static class ShowBalances
{
    public static PayPalAnswer Run(PayPalTransaction transaction, PayPalCall call)
    {
        var asked = call.Http.Request.Query["currency_code"].ToString();
        var currencies = transaction.Connection.All<Balance>().Select(b => b.Currency).Append("USD").Distinct()
            .Where(c => asked.Length == 0 || asked == "ALL" || c == asked);
        return new PayPalAnswer(200, new JsonObject
        {
            ["balances"] = new JsonArray([.. currencies.Select(currency => new JsonObject
            {
                ["currency"] = currency,
                ["primary"] = currency == "USD",
                ["total_balance"] = Money.Json(currency, transaction.Balance(currency) + transaction.WithheldByDisputes(currency)),
                ["available_balance"] = Money.Json(currency, transaction.Balance(currency)),
                ["withheld_balance"] = Money.Json(currency, transaction.WithheldByDisputes(currency)),
            })]),
            ["account_id"] = transaction.Options.MerchantId,
            ["as_of_time"] = PayPalTransaction.Time(transaction.Now),
            ["last_refresh_time"] = PayPalTransaction.Time(transaction.Now),
        });
    }
}
