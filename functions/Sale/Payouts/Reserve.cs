using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale.Payouts;

/// <summary>A part of a payout that is kept back for a while, for refunds and disputes to come (LEDGER.md, row 3c).</summary>
/// <param name="Amount">What is left of it.</param>
/// <param name="Until">When it ends and is paid out, UTC.</param>
/// <param name="Generation">The payout generation that it was kept back from.</param>
public sealed record Reserve(Money Amount, DateTimeOffset Until, [property: JsonPropertyName("g")] int Generation)
{
    /// <summary>The id of the orchestration that ends it, <c>{orderId}-reserve-{g}</c>.</summary>
    public string Key(string orderId) => DerivedKey.Of(orderId, "reserve", Generation);
}
