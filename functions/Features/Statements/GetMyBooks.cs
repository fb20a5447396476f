using System.Globalization;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Statements;

/// <summary>The caller's current balance with the platform.</summary>
public sealed class GetMyBalance(StatementReader books, OrderTerms terms)
{
    [Function(nameof(GetMyBalance))]
    [Requires(Role.Seller)]
    [Query(BookCurrency.Parameter, BookCurrency.Meaning)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/sellers/me/balance")] HttpRequest http,
        CancellationToken cancellationToken
    ) => Answers.OkUnlessKnown(
        http,
        await books.BalanceAsync(Caller.Of(http.HttpContext).SellerId, BookCurrency.Of(http, terms), cancellationToken));
}

/// <summary>What was booked for the caller between two days, both inclusive, in UTC; this month by default. With <c>format=csv</c>,
/// or when only CSV is accepted, as a table.</summary>
public sealed class GetMyStatement(StatementReader books, OrderTerms terms)
{
    private const int MaxDays = 366;

    [Function(nameof(GetMyStatement))]
    [Requires(Role.Seller)]
    [Query("from", "The first day, in UTC; by default the first of this month.", Format = "date")]
    [Query("to", "The last day, in UTC; by default today.", Format = "date")]
    [Query(
        "format",
        "The format; by default JSON, unless the header Accept is only text/csv.",
        Values = ["json", "csv"])]
    [Query(BookCurrency.Parameter, BookCurrency.Meaning)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/sellers/me/statement")] HttpRequest http,
        CancellationToken cancellationToken)
    {
        var today = books.Now.UtcDateTime.Date;
        var from = Day(http, "from") ?? new DateTime(today.Year, today.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        var to = Day(http, "to") ?? (today < from ? from : today);
        if (to < from || (to - from).TotalDays >= MaxDays)
            throw Problems.Malformed(
                "period-invalid",
                $"'to' is the last day, not before 'from', and at most {MaxDays} days are asked for at once.",
                "to");

        var statement = await books.StatementAsync(
            Caller.Of(http.HttpContext).SellerId,
            BookCurrency.Of(http, terms),
            new(from, TimeSpan.Zero),
            new(to.AddDays(1), TimeSpan.Zero),
            cancellationToken);
        return WantsCsv(http) ? Answers.Text(StatementCsv.Of(statement), "text/csv") : Answers.OkUnlessKnown(http, statement);
    }

    private static bool WantsCsv(HttpRequest http) => http.Query["format"] switch
    {
        { Count: 0 } => http.Headers.Accept.ToString().Trim() == "text/csv",
        ["csv"] => true,
        ["json"] => false,
        _ => throw Problems.Malformed("format-invalid", "'format' is json or csv.", "format"),
    };

    private static DateTime? Day(HttpRequest http, string parameter) =>
        http.Query[parameter] switch
        {
            { Count: 0 } => null,
            [{ } text]
                when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                    && day.Year is >= 2000 and < 2200 => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            _ => throw Problems.Malformed("date-invalid", $"'{parameter}' is a day such as 2026-03-31.", parameter),
        };
}

/// <summary>The caller's income during a calendar year.</summary>
public sealed class GetMyTaxSummary(StatementReader books, OrderTerms terms)
{
    [Function(nameof(GetMyTaxSummary))]
    [Requires(Role.Seller)]
    [Query("year", "Such as 2026; by default this year.")]
    [Query(BookCurrency.Parameter, BookCurrency.Meaning)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/sellers/me/tax-summary")] HttpRequest http,
        CancellationToken cancellationToken)
    {
        var year = http.Query["year"] switch
        {
            { Count: 0 } => books.Now.UtcDateTime.Year,
            [{ } text]
                when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var y)
                    && y >= 2000
                    && y <= books.Now.UtcDateTime.Year => y,
            _ => throw Problems.Malformed("year-invalid", "'year' is a year such as 2026, and not one to come.", "year"),
        };

        var currency = BookCurrency.Of(http, terms);
        // Including the following January: a sale that ends with the year may be booked slightly later.
        var orders = await books.OrdersBetweenAsync(
            Caller.Of(http.HttpContext).SellerId,
            new(year, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new(year + 1, 1, 31, 0, 0, 0, TimeSpan.Zero),
            cancellationToken);
        return Answers.OkUnlessKnown(http, TaxSummary.Of(year, orders, currency));
    }
}
