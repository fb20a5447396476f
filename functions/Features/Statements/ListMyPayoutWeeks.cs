using System.Globalization;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Statements;

/// <summary>What the caller was paid in each of the last weeks, oldest first, including this week. A week begins on Monday, in
/// UTC.</summary>
public sealed class ListMyPayoutWeeks(StatementReader books, OrderTerms terms)
{
    private const int Most = 53;
    private const int Usual = 8;

    /// <summary>The payouts of a week.</summary>
    /// <param name="From">Its Monday, UTC.</param>
    /// <param name="Count">The number of payouts.</param>
    /// <param name="Amount">The sum that was paid out.</param>
    public sealed record PayoutWeek(DateTimeOffset From, int Count, Money Amount);

    [Function(nameof(ListMyPayoutWeeks))]
    [Requires(Role.Seller)]
    [Query("weeks", "The number of weeks, at most 53; by default 8.")]
    [Query(BookCurrency.Parameter, BookCurrency.Meaning)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/sellers/me/payout-weeks")] HttpRequest http,
        CancellationToken cancellationToken)
    {
        var today = books.Now.UtcDateTime.Date;
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var from = new DateTimeOffset(monday, TimeSpan.Zero).AddDays(-7 * (Weeks(http) - 1));
        var orders = await books.OrdersSinceAsync(Caller.Of(http.HttpContext).SellerId, from, cancellationToken);
        return Answers.OkUnlessKnown(http, new Page<PayoutWeek>(Of(orders, from, Weeks(http), BookCurrency.Of(http, terms)), Next: null));
    }

    /// <summary>The weeks starting with a Monday, of the payouts in this currency.</summary>
    internal static IReadOnlyList<PayoutWeek> Of(IReadOnlyList<Order> orders, DateTimeOffset from, int weeks, string currency)
    {
        var paid = orders.SelectMany(o => o.Payouts)
            .Where(p => p is { State: PayoutState.Paid, PaidAt: not null } && p.Amount.Currency == currency)
            .ToLookup(p => (int)Math.Floor((p.PaidAt!.Value - from).TotalDays / 7));
        return
        [
            .. Enumerable.Range(0, weeks).Select(week => new PayoutWeek(
                from.AddDays(7 * week),
                paid[week].Count(),
                paid[week].Aggregate(Money.Zero(currency), (sum, payout) => sum + payout.Amount))),
        ];
    }

    private static int Weeks(HttpRequest http) => http.Query["weeks"] switch
    {
        { Count: 0 } => Usual,
        [{ } text]
            when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var weeks) && weeks is > 0 and <= Most => weeks,
        _ => throw Problems.Malformed("weeks-invalid", $"'weeks' is a number from 1 to {Most}.", "weeks"),
    };
}
