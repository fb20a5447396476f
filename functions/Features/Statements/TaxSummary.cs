using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Statements;

/// <summary>A seller's income during a calendar year (UTC): payments by the month of their capture, refunds by the month in which they
/// were made, and disputes by that of their decision. Gross less fees less what was returned is what the seller has of it. Late
/// captures are nobody's income.</summary>
public sealed record TaxSummary(int Year, TaxSummary.Period Total, IReadOnlyList<TaxSummary.Period> Months)
{
    /// <param name="Month">1 to 12; absent for the whole year.</param>
    /// <param name="Count">The number of payments.</param>
    /// <param name="Gross">What buyers paid, tax and shipping included.</param>
    /// <param name="Tax">The part of it that was charged as tax.</param>
    /// <param name="Fees">The processor's and the platform's fees that the seller bore, for payments and disputes, less the part of the
    /// platform's that was returned with refunds and lost disputes: negative in a month with more of these.</param>
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
                var refunds = paid.SelectMany(o => o.Refunds)
                    .Where(r => r is { State: RefundState.Completed, CompletedAt: { } at } && IsIn(at, month)).ToList();
                var cases = paid.SelectMany(o => o.Disputes.Select(c => (Case: c, o.Terms.SellerBearsCaseFees)))
                    .Where(c => c.Case.ResolvedAt is { } at && IsIn(at, month)).ToList();
                var borne = Sum(sold.Select(o => o.Capture!.Gross - o.Capture.SellerShare(o.Terms)))
                    + Sum(cases.Where(c => c.SellerBearsCaseFees).Select(c => c.Case.Fees));
                return new Period(
                    month,
                    sold.Count,
                    Sum(sold.Select(o => o.Capture!.Gross)),
                    Sum(sold.Select(o => o.Tax)),
                    borne - Sum(refunds.Select(r => r.FromPlatform)) - Sum(cases.Select(c => c.Case.FromPlatform)),
                    Sum(refunds.Select(r => r.Amount)) + Sum(cases.Select(c => c.Case.Lost)));
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
