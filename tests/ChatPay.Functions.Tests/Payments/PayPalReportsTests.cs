using System.Net;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>PayPal's reports on the whole account, which also list what this app did not make.</summary>
public sealed class PayPalReportsTests
{
    private static readonly DateTimeOffset Start = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Case 03: the account has sales and conversions in currencies unknown here.</summary>
    [Fact]
    public async Task Transactions_InOtherCurrencies_DoNotHideOurs()
    {
        var paypal = new PayPalBench(_ =>
            ScriptedHttp.Json(
                HttpStatusCode.OK,
                """
                {"transaction_details":[
                  {"transaction_info":{"transaction_id":"5TX00000AA000000A","transaction_event_code":"T0006","transaction_initiation_date":"2026-10-03T04:03:52+0000",
                    "transaction_amount":{"currency_code":"USD","value":"100.00"},"fee_amount":{"currency_code":"USD","value":"-3.98"},"transaction_status":"S"}},
                  {"transaction_info":{"transaction_id":"5TX00000AA000000B","transaction_event_code":"T0200",
                    "transaction_amount":{"value":"-250.00","currency_code":"SEK"},"transaction_status":"S"}},
                  {"transaction_info":{"transaction_id":"5TX00000AA000000C","transaction_event_code":"T0200",
                    "transaction_amount":{"currency_code":"HUF","value":"12000"},"transaction_status":"S"}}],
                 "last_refreshed_datetime":"2026-10-03T20:59:59+0000","page":1,"total_items":3,"total_pages":1}
                """));

        var report = await paypal.Client.ListTransactionsAsync(Start, Start.AddDays(3), TestContext.Current.CancellationToken);
        var listed = report.Transactions;

        Assert.Equal(["5TX00000AA000000A", "5TX00000AA000000B", "5TX00000AA000000C"], listed.Select(t => t.TransactionId));
        Assert.Equal([new Money(100_00, "USD"), null, null], listed.Select(t => t.TransactionAmount));
        Assert.True(listed[0].IsPayment);
        Assert.Equal(new DateTimeOffset(2026, 10, 3, 20, 59, 59, TimeSpan.Zero), report.RefreshedAt);
    }

    /// <summary>Case 48: the reports' older form of a time has no colon in its offset.</summary>
    [Theory]
    [InlineData("2026-10-03T08:00:00+0000", 8)]
    [InlineData("2026-10-03T01:00:00-0700", 8)]
    [InlineData("2026-10-03T08:00:00Z", 8)]
    [InlineData("2026-10-03T08:00:00+00:00", 8)]
    [InlineData("last night", null)]
    public async Task Balance_WithATimeInAnyForm_IsRead(string asOf, int? hour)
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.OK, $$$"""
            {"balances":[{"currency":"USD","primary":true,"total_balance":{"currency_code":"USD","value":"1000.00"},
              "available_balance":{"currency_code":"USD","value":"900.00"},"withheld_balance":{"currency_code":"USD","value":"100.00"}},
              {"currency":"SEK","total_balance":{"currency_code":"SEK","value":"1.00"}}],
             "account_id":"AAAAAAAAAAAAA","as_of_time":"{{{asOf}}}","last_refresh_time":"2026-10-03T06:59:59+0000"}
            """));

        var seen = await paypal.Client.GetBalancesAsync("USD", TestContext.Current.CancellationToken);

        Assert.Equal(new Money(900_00, "USD"), seen.Balances[0].AvailableBalance);
        Assert.Equal(hour, seen.AsOfTime?.UtcDateTime.Hour);
    }

    [Fact]
    public async Task Transactions_OfAQuarter_AreReadInWindowsOfAMonthAndEveryPage()
    {
        var paypal = new PayPalBench(asked =>
            Page(
                asked.Path.Contains("page=1", StringComparison.Ordinal) && asked.Path.Contains("2026-10-01", StringComparison.Ordinal)
                    ? 2
                    : 1));

        var listed = (
            await paypal.Client.ListTransactionsAsync(Start, Start.AddDays(90), TestContext.Current.CancellationToken)
        ).Transactions;

        Assert.Equal(4, listed.Count);
        Assert.Equal(
            [
                "2026-10-01T00%3A00%3A00Z&end_date=2026-10-31T23%3A59%3A59Z",
                "2026-11-01T00%3A00%3A00Z&end_date=2026-12-01T23%3A59%3A59Z",
                "2026-12-02T00%3A00%3A00Z&end_date=2026-12-30T00%3A00%3A00Z",
            ],
            paypal.Calls.Select(c => c.Path.Split("start_date=")[1].Split("&fields")[0]).Distinct());
    }

    [Fact]
    public async Task Transactions_TooManyForOneAnswer_AreReadInShorterWindows()
    {
        var paypal = new PayPalBench(asked =>
            asked.Path.Contains("start_date=2026-10-01T00%3A00%3A00Z&end_date=2026-10-05", StringComparison.Ordinal)
                ? ScriptedHttp.Json(
                    HttpStatusCode.BadRequest,
                    """{"name":"RESULTSET_TOO_LARGE","message":"Result set size is greater than the maximum limit."}""")
                : Page(1));

        var listed = (
            await paypal.Client.ListTransactionsAsync(Start, Start.AddDays(4), TestContext.Current.CancellationToken)
        ).Transactions;

        Assert.Equal(2, listed.Count);
    }

    [Fact]
    public async Task Disputes_WithAnEmptyPageInBetween_AreReadToTheEnd()
    {
        var paypal = new PayPalBench(asked =>
            ScriptedHttp.Json(
                HttpStatusCode.OK,
                asked.Path.Contains("next_page_token=B", StringComparison.Ordinal)
                    ? """{"items":[{"dispute_id":"PP-D-2","status":"RESOLVED","dispute_amount":{"currency_code":"SEK","value":"1.00"}}],"links":[]}"""
                    : """{"items":[],"links":[{"href":"https://api-m.paypal.com/v1/customer/disputes?next_page_token=B","rel":"next","method":"GET"}]}"""
            ));

        Assert.Equal(
            "PP-D-2",
            Assert.Single(await paypal.Client.ListDisputesAsync(Start, TestContext.Current.CancellationToken)).DisputeId);
    }

    private static HttpResponseMessage Page(int pages) => ScriptedHttp.Json(
        HttpStatusCode.OK, $$$"""{"transaction_details":[{"transaction_info":{"transaction_id":"1"}}],"total_pages":{{{pages}}}}""");
}
