using Azure.Data.Tables;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;

namespace ChatPay.Journeys.Sales;

/// <summary>Lost list entries are rebuilt from the order itself.</summary>
public sealed class IndexRebuildJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task An_order_that_got_lost_from_every_list_is_entered_anew_by_an_operator()
    {
        var sale = await ShippedAsync();
        var before = await ReadAsync(sale);

        var indexes = new TableServiceClient(Local.Tables.ConnectionString).GetTableClient("indexes");
        await foreach (var row in indexes.QueryAsync<TableEntity>())
        {
            if (row.RowKey.EndsWith(sale.OrderId, StringComparison.Ordinal)
                || row.PartitionKey.StartsWith("conversations-", StringComparison.Ordinal))
                await indexes.DeleteEntityAsync(row.PartitionKey, row.RowKey);
        }

        Assert.All(before.Zip(await ReadAsync(sale)), two => Assert.NotEqual(two.First, two.Second));

        var path = $"orders/{sale.OrderId}/index-rebuild";
        Assert.Equal(404, (await sale.Seller.PostAsync(path)).Status);
        Assert.Equal(sale.OrderId, Sale.Must(await sale.Operator.PostAsync(path), 200)["id"]);
        Assert.Equal(before, await ReadAsync(sale));

        Sale.Must(await sale.Operator.PostAsync(path), 200);
        Assert.Equal(before, await ReadAsync(sale));
        await Pass(TimeSpan.FromHours(80));
        Assert.Equal("paidOut", await sale.StatusAsync());
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(Sale sale)
    {
        var texts = new List<string>();
        foreach (var (who, what) in new[]
        {
            (sale.Seller, "orders"),
            (sale.Buyer, "orders"),
            (sale.Seller, "conversations"),
            (sale.Buyer, "conversations"),
            (sale.Seller, "sellers/me/balance"),
        })
            texts.Add(Sale.Must(await who.GetAsync(what), 200).Body.GetRawText());
        return texts;
    }
}
