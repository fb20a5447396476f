using Azure.Data.Tables;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>A batch that this version cannot read keeps nobody else from being paid.</summary>
public sealed class UnreadableBatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"state":"Somehow"}""")]
    [InlineData("not JSON")]
    [InlineData(null)]
    public async Task Batch_ThatCannotBeRead_IsTold_AndTheOthersArePaid(string? content)
    {
        await using var bench = await PayoutBench.StartAsync();
        var stuck = Assert.Single(await bench.DueAsync(1));
        await bench.SweepAsync(bench.Instance((request, pass) => Wire.IsNewBatch(request)
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused") : pass()));
        var (batchId, whole) = await SpoilAsync(bench, "batch-", content);
        var others = await bench.DueAsync(2, "SELLERHATS234");

        await bench.SweepAsync();
        await bench.HoursAsync(4);

        Assert.All(await bench.StatesAsync(others), state => Assert.Equal(PayoutState.Paid, state));
        Assert.Equal(PayoutState.Submitting, await bench.StateAsync(stuck));
        Assert.Contains(
            await bench.App.Attention.ListOpenAsync(Cancellation),
            alert => alert.Kind == SweepPayouts.Unreadable && alert.Subject == batchId);
        Assert.DoesNotContain(batchId, (await bench.App.Batches.ListRecentAsync(null, 10, Cancellation)).Select(b => b.Id));

        await TableOf(bench).UpsertEntityAsync(whole, TableUpdateMode.Replace, Cancellation);
        await bench.HoursAsync(4);
        await bench.EachIsPaidOnceAsync([stuck, .. others]);
    }

    [Fact]
    public async Task Fees_ThatCannotBeRead_AreLearnedAnew()
    {
        await using var bench = await PayoutBench.StartAsync();
        await TableOf(bench).UpsertEntityAsync(
            new TableEntity("batches", "fees-USD") { ["Doc"] = "not JSON" }, TableUpdateMode.Replace, Cancellation);
        var orders = await bench.DueAsync(2);

        await bench.SweepAsync();
        await bench.HoursAsync(4);

        await bench.EachIsPaidOnceAsync(orders);
    }

    private static async Task<(string BatchId, TableEntity Whole)> SpoilAsync(PayoutBench bench, string prefix, string? content)
    {
        var table = TableOf(bench);
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: Cancellation))
            rows.Add(row);
        var whole = Assert.Single(rows, row => row.RowKey.StartsWith(prefix, StringComparison.Ordinal));
        var spoilt = new TableEntity(whole.PartitionKey, whole.RowKey);
        if (content is not null)
            spoilt["Doc"] = content;
        await table.UpsertEntityAsync(spoilt, TableUpdateMode.Replace, Cancellation);
        return (whole.RowKey[prefix.Length..], whole);
    }

    private static TableClient TableOf(PayoutBench bench) => bench.TablesOver(bench.Sound()).PayoutBatches;
}
