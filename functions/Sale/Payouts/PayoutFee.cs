using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale.Payouts;

/// <summary>What paying out costs in one currency, as the provider last charged or announced it. The fee is flat or a share of the
/// amount, by country and kind, so the more expensive of the two is assumed; the true fee is known when an item is paid.</summary>
/// <param name="Currency">ISO 4217.</param>
public sealed record PayoutFee(string Currency)
{
    // PayPal's fee schedule: 0.25 USD for an item in US dollars, elsewhere typically 2 %.
    private const long UsDollars = 25;
    private const int TypicalBasisPoints = 200;

    /// <summary>The amount of the last batch that the provider reported fees for; null before the first.</summary>
    public Money? Amount { get; init; }

    /// <summary>The fees of that batch.</summary>
    public Money? Fees { get; init; }

    /// <summary>The number of items in that batch.</summary>
    public int Items { get; init; }

    /// <summary>The most items for the next batch, after a batch was denied for lack of funds that its fees do not explain. Null
    /// when the last one was funded.</summary>
    public int? LargestBatch { get; init; }

    /// <summary>An amount plus the fee for paying it out.</summary>
    public Money Cost(Money amount) => amount + new Money(FeeOf(amount.MinorUnits), Currency);

    /// <summary>What these payouts take from the balance, fees included.</summary>
    public Money Cost(IEnumerable<PayoutBatchItem> items) => items.Aggregate(Money.Zero(Currency), (sum, item) => sum + Cost(item.Amount));

    /// <summary>This estimate after the provider's report on a batch.</summary>
    /// <param name="batch">The batch as sent.</param>
    /// <param name="amount">Its amount as reported; null when not reported.</param>
    /// <param name="fees">Its fees; null or zero when not reported.</param>
    /// <param name="outcome">See <see cref="BatchFunding"/>.</param>
    public PayoutFee After(PayoutBatch batch, Money? amount, Money? fees, BatchFunding outcome)
    {
        var isTold =
            amount is { MinorUnits: > 0 }
            && fees is { MinorUnits: > 0 }
            && amount.Value.Currency == Currency
            && fees.Value.Currency == Currency;
        var isExplained = isTold && amount!.Value + fees!.Value > Cost(batch.Items);
        return (isTold ? this with { Amount = amount, Fees = fees, Items = batch.Items.Count } : this) with
        {
            LargestBatch = outcome switch
            {
                BatchFunding.Denied when !isExplained => Math.Max(1, batch.Items.Count / 2),
                BatchFunding.Funded => null,
                _ => LargestBatch,
            },
        };
    }

    [JsonIgnore]
    private bool IsKnown => Amount is { MinorUnits: > 0 } && Fees is { MinorUnits: > 0 } && Items > 0;

    private long FeeOf(long amount)
    {
        if (!IsKnown)
            return Currency == "USD" ? UsDollars : Up(amount, TypicalBasisPoints, 10_000);
        return Math.Max(Up(Fees!.Value.MinorUnits, 1, Items), Up(amount, Fees.Value.MinorUnits, Amount!.Value.MinorUnits));
    }

    private static long Up(long amount, long part, long whole) => (long)((((Int128)amount * part) + whole - 1) / whole);
}

/// <summary>Whether the balance covered a batch.</summary>
public enum BatchFunding { Open, Funded, Denied }
