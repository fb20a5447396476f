using System.Globalization;
using System.Net;
using ChatPay.Functions.Features.Reconciliation;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Reconciliation;

/// <summary>Compares a night's balance with that of the night before, and with the provider's movements in between.</summary>
public sealed class CompareBalanceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("149.76", 0)]
    [InlineData("149.75", 1)]
    [InlineData("100.00", 1)]
    public async Task Balance_MovedByTheList_IsExplained(string second, int items)
    {
        await using var stores = await LocalStores.StartAsync();
        var available = "100.00";
        var paypal = new PayPalBench(asked =>
            asked.Path.StartsWith("/v1/reporting/balances", StringComparison.Ordinal)
                ? Balance(available)
                : Transactions(("52.11", "-2.10"), ("-0.25", null)));
        var compare = new CompareBalance(
            paypal.Client,
            stores.Tables,
            ScriptedSale.ExampleTerms,
            new OperatorAlerts(stores.Tables, stores.Clock));

        await compare.RunAsync(ScriptedSale.Start, Cancellation);
        available = second;
        await compare.RunAsync(ScriptedSale.Start + TimeSpan.FromDays(1), Cancellation);

        var raised = await new OperatorAlerts(stores.Tables, stores.Clock).ListOpenAsync(Cancellation);
        Assert.Equal(items, raised.Count);
        Assert.All(
            raised,
            i => Assert.Contains($"was 100.00 USD at 2026-03-01 12:00 UTC and {second} USD", i.What, StringComparison.Ordinal));
        Assert.Contains(
            "start_date=2026-03-01T12%3A00%3A01Z&end_date=2026-03-02T12%3A00%3A00Z",
            Assert.Single(paypal.Calls, c => c.Path.Contains("transactions", StringComparison.Ordinal)).Path,
            StringComparison.Ordinal);
    }

    /// <summary>The app was off for two months: the provider lists at most a month at a time, and all of them are compared.</summary>
    [Theory]
    [InlineData("150.00", 0)]
    [InlineData("100.00", 1)]
    public async Task Balance_AfterTwoMonths_IsComparedInWindowsOfAMonth(string second, int items)
    {
        await using var stores = await LocalStores.StartAsync();
        var available = "100.00";
        var paypal = new PayPalBench(asked =>
            asked.Path.StartsWith("/v1/reporting/balances", StringComparison.Ordinal) ? Balance(available)
            : asked.Path.Contains("start_date=2026-03-01", StringComparison.Ordinal) ? Transactions(("20.00", null))
            : Transactions(("30.00", null)));
        var compare = new CompareBalance(
            paypal.Client,
            stores.Tables,
            ScriptedSale.ExampleTerms,
            new OperatorAlerts(stores.Tables, stores.Clock));
        await compare.RunAsync(ScriptedSale.Start, Cancellation);
        Assert.Empty(await new OperatorAlerts(stores.Tables, stores.Clock).ListOpenAsync(Cancellation));

        available = second;
        await compare.RunAsync(ScriptedSale.Start + TimeSpan.FromDays(60), Cancellation);

        Assert.Equal(2, paypal.Calls.Count(c => c.Path.Contains("transactions", StringComparison.Ordinal)));
        Assert.Equal(items, (await new OperatorAlerts(stores.Tables, stores.Clock).ListOpenAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task Balance_ThatTheReportDoesNotReachYet_IsComparedTheNextNight()
    {
        await using var stores = await LocalStores.StartAsync();
        var (available, refreshed, moved) = ("100.00", "2026-03-02T11:59:59+0000", Array.Empty<(string, string?)>());
        var paypal = new PayPalBench(asked =>
            asked.Path.StartsWith("/v1/reporting/balances", StringComparison.Ordinal) ? Balance(available) : Transactions(refreshed, moved)
        );
        var compare = new CompareBalance(
            paypal.Client,
            stores.Tables,
            ScriptedSale.ExampleTerms,
            new OperatorAlerts(stores.Tables, stores.Clock));
        await compare.RunAsync(ScriptedSale.Start, Cancellation);
        available = "110.00";
        await compare.RunAsync(ScriptedSale.Start + TimeSpan.FromDays(1), Cancellation);
        Assert.Empty(await new OperatorAlerts(stores.Tables, stores.Clock).ListOpenAsync(Cancellation));

        (refreshed, moved) = ("2026-03-03T12:00:00+0000", [("10.00", null)]);
        await compare.RunAsync(ScriptedSale.Start + TimeSpan.FromDays(2), Cancellation);
        Assert.Empty(await new OperatorAlerts(stores.Tables, stores.Clock).ListOpenAsync(Cancellation));
        Assert.Contains("start_date=2026-03-01T12%3A00%3A01Z", paypal.Calls.Last().Path, StringComparison.Ordinal);
    }

    private static HttpResponseMessage Balance(string available) =>
        ScriptedHttp.Json(
            HttpStatusCode.OK,
            $$$"""
            {"balances":[{"currency":"USD","total_balance":{"currency_code":"USD","value":"{{{available}}}"},"available_balance":{"currency_code":"USD","value":"{{{available}}}"}}]}
            """);

    private static HttpResponseMessage Transactions(params (string Amount, string? Fee)[] moved) =>
        Transactions("2027-01-01T00:00:00+0000", moved);

    private static HttpResponseMessage Transactions(string refreshed, (string Amount, string? Fee)[] moved) =>
        ScriptedHttp.Json(
            HttpStatusCode.OK,
            $$"""{"transaction_details":[{{string.Join(',', moved.Select((m, i) => Of(i.ToString(CultureInfo.InvariantCulture), m)))}}],"last_refreshed_datetime":"{{refreshed}}","total_pages":1}"""
        );

    private static string Of(string id, (string Amount, string? Fee) moved)
    {
        var fee = moved.Fee is null ? "" : $$""","fee_amount":{"currency_code":"USD","value":"{{moved.Fee}}"}""";
        return $$$"""{"transaction_info":{"transaction_id":"{{{id}}}","transaction_status":"S","transaction_amount":{"currency_code":"USD","value":"{{{moved.Amount}}}"}{{{fee}}}}}""";
    }
}
