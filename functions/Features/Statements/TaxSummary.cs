using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Statements;

/// <summary>A seller's income during a calendar year (UTC): payments by the month of their capture, and refunds by the month in
/// which they were made. Late captures are nobody's income.</summary>
public sealed record TaxSummary(int Year, TaxSummary.Period Total, IReadOnlyList<TaxSummary.Period> Months)
{
    /// <param name="Month">1 to 12; absent for the whole year.</param>
    /// <param name="Count">The number of payments.</param>
    /// <param name="Gross">What buyers paid, tax and shipping included.</param>
    /// <param name="Tax">The part of it that was charged as tax.</param>
    /// <param name="Fees">The processor's and the platform's fees that the seller bore.</param>
    /// <param name="Returned">Completed refunds, and lost disputes.</param>
    public sealed record Period(int? Month, int Count, Money Gross, Money Tax, Money Fees, Money Returned);

    /// <summary>The summary of a year, of the orders in this currency.</summary>
    public static TaxSummary Of(int year, IReadOnlyList<Order> orders, string currency)
    {
        var zero = Money.Zero(currency);
        var paid = orders.Where(o => o.Capture is { Late: false } && o.Terms.Currency == currency).ToList();
        var months = Enumerable
            .Range(1, 12)
            .Select(month =>
            {
                var sold = paid.Where(o => IsIn(o.Capture!.At, month)).ToList();
                var returned = paid.SelectMany(o => o.Refunds)
                    .Where(r => r is { State: RefundState.Completed, CompletedAt: { } at } && IsIn(at, month))
                    .Select(r => r.Amount)
                    .Concat(paid.SelectMany(o => o.Disputes).Where(c => c.ResolvedAt is { } at && IsIn(at, month)).Select(c => c.Lost));
                return new Period(
                    month,
                    sold.Count,
                    Sum(sold.Select(o => o.Capture!.Gross)),
                    Sum(sold.Select(o => o.Tax)),
                    Sum(sold.Select(o => o.Capture!.Gross - o.Capture.SellerShare(o.Terms))),
                    Sum(returned));
            })
            .ToList();
        var total = new Period(
            null,
            months.Sum(m => m.Count),
            Sum(months.Select(m => m.Gross)),
            Sum(months.Select(m => m.Tax)),
            Sum(months.Select(m => m.Fees)),
            Sum(months.Select(m => m.Returned)));
        return new TaxSummary(year, total, months);

        bool IsIn(DateTimeOffset at, int month) => at.UtcDateTime.Year == year && at.UtcDateTime.Month == month;
        Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(zero, (sum, amount) => sum + amount);
    }
}
