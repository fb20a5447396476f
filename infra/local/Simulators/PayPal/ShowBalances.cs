using System.Globalization;
using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary><c>GET /v1/reporting/balances</c>, now or as of a time; the amount withheld by disputes is always the current one.</summary>
internal static class ShowBalances
{
    public static ApiAnswer Run(PayPalTransaction transaction, ApiCall call)
    {
        var asOf = AsOf(call) ?? transaction.Now;
        // Nothing has moved since now: the common case need not read all movements.
        var moved = asOf < transaction.Now ? transaction.Connection.All<AccountMovement>() : [];
        var since = moved.Where(m => m.At > asOf).ToLookup(m => m.Currency, m => m.Amount + m.Fee);
        var asked = call.Http.Request.Query["currency_code"].ToString();
        var currencies = transaction.Connection.All<Balance>().Select(b => b.Currency).Append("USD").Distinct()
            .Where(c => asked.Length == 0 || asked == "ALL" || c == asked);
        return new ApiAnswer(200, new JsonObject
        {
            ["balances"] = new JsonArray([.. currencies.Select(currency => new JsonObject
            {
                ["currency"] = currency,
                ["primary"] = currency == "USD",
                ["total_balance"] = PayPalMoney.Json(currency, Available(currency) + transaction.WithheldByDisputes(currency)),
                ["available_balance"] = PayPalMoney.Json(currency, Available(currency)),
                ["withheld_balance"] = PayPalMoney.Json(currency, transaction.WithheldByDisputes(currency)),
            })]),
            ["account_id"] = transaction.Options.MerchantId,
            ["as_of_time"] = PayPalTransaction.Time(asOf),
            ["last_refresh_time"] = PayPalTransaction.Time(transaction.Now),
        });

        long Available(string currency) => transaction.Balance(currency) - since[currency].Sum();
    }

    private static DateTimeOffset? AsOf(ApiCall call) => call.Http.Request.Query["as_of_time"].ToString() switch
    {
        "" => null,
        var text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => throw PayPalRefusal.V1(400, "INVALID_REQUEST", "as_of_time is no time.", new RefusalDetail("INVALID_REQUEST")),
    };
}
