using Azure;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Tests.Shared.Storage;

/// <summary>The app's tables refuse, before sending, what Azure refuses but Azurite accepts.</summary>
public sealed class LimitedTableTests
{
    private readonly TableClient _table = new ChatPayTables(new TableServiceClient(
        new Uri("http://127.0.0.1:9/account"), new TableSharedKeyCredential("account", "a2V5"), NothingIsSent())).Orders;

    [Fact]
    public async Task Transaction_AcrossPartitions_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => _table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("ord-1", "a")),
            new(TableTransactionActionType.Delete, new TableEntity("ord-2", "b")),
        ]));

        Assert.StartsWith("The row ord-2/b is not in the partition of the transaction, ord-1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transaction_WithADecimal_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => _table.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, new TableEntity("ord-1", "a") { ["Amount"] = 12.50m })]));

        Assert.Contains("the decimal Amount", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_253Properties_IsRefused_And252AreSent()
    {
        var row = new TableEntity("ord-1", "a");
        for (var i = 0; i < 252; i++)
            row[$"P{i}"] = i;
        await Assert.ThrowsAsync<SentException>(() => _table.AddEntityAsync(row));
        row["OneMore"] = 1;

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => _table.AddEntityAsync(row));

        Assert.Contains("253 properties", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_ADecimalInAnyWay_IsRefused()
    {
        var row = new PricedRow { PartitionKey = "ord-1", RowKey = "a", Price = 1.5m };

        await Assert.ThrowsAsync<InvalidOperationException>(() => _table.AddEntityAsync(row));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _table.UpsertEntityAsync(row));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _table.UpdateEntityAsync(row, ETag.All));
    }

    private static TableClientOptions NothingIsSent()
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        options.AddPolicy(new Sent(), Azure.Core.HttpPipelinePosition.PerCall);
        return options;
    }

    private sealed class SentException : Exception;

    private sealed class Sent : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(Azure.Core.HttpMessage message) => throw new SentException();
    }

    private sealed class PricedRow : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public decimal Price { get; set; }
    }
}
