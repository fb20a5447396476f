using System.Text.Json.Serialization;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The platform's balances; up to three hours old, so a payout may still be denied for an empty one.</summary>
public sealed record PayPalBalances(
    IReadOnlyList<PayPalBalance> Balances, [property: JsonConverter(typeof(ReportTimeConverter))] DateTimeOffset? AsOfTime = null);

/// <summary>The balance in one currency; total = available + withheld. Amounts are null in an unknown currency.</summary>
public sealed record PayPalBalance(
    string Currency,
    [property: JsonConverter(typeof(AnyCurrencyConverter))] Money? TotalBalance = null,
    [property: JsonConverter(typeof(AnyCurrencyConverter))] Money? AvailableBalance = null,
    [property: JsonConverter(typeof(AnyCurrencyConverter))] Money? WithheldBalance = null);
