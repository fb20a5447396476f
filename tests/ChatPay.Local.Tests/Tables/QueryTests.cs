using Azure.Data.Tables;

namespace ChatPay.Local.Tests.Tables;

public abstract class QueryTests(TablesUnderTest tables)
{
    public sealed class Here(ThisTableService tables) : QueryTests(tables);

    public sealed class ByACall(TablesByACall tables) : QueryTests(tables);

    public sealed class OnAzurite(AzuriteTables tables) : QueryTests(tables);

    private static readonly Guid Id = new("8f6cd2a1-6ad8-4ec1-9b6a-2f41a28a3b10");
    private static readonly DateTimeOffset Time = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public static TheoryData<string, string> Filters => new()
    {
        { "PartitionKey eq 'p'", "a b c" },
        { "PartitionKey eq 'p' and RowKey ge 'b'", "b c" },
        { "PartitionKey eq 'p' and (RowKey gt 'a' and RowKey lt 'c')", "b" },
        { "RowKey eq 'c' or RowKey eq 'a'", "a c" },
        { "(PartitionKey eq 'p' and RowKey eq 'a') or (PartitionKey eq 'q' and RowKey eq 'd')", "a d" },
        { "PartitionKey ne 'p'", "d" },
        { "not (PartitionKey eq 'p')", "d" },
        { "Int gt 1", "b c" },
        { "Int ge 1 and Int lt 3", "a b" },
        { "2 le Int", "b c" },
        { "Long eq 9000000000L", "b" },
        { "Double gt 1.25", "b c" },
        { "Flag eq true", "a c" },
        { "Flag eq false", "b" },
        { "not (Flag eq true)", "b d" },
        { "Id eq guid'8f6cd2a1-6ad8-4ec1-9b6a-2f41a28a3b10'", "b" },
        { "Time gt datetime'2026-03-04T05:06:07.0000000Z'", "b c" },
        { "Bytes eq X'0002'", "b" },
        { "Text eq 'it''s b'", "b" },
        { "Text eq 'it''s a' or Int eq 3 and Flag eq true", "a c" },
        { "Missing eq 1", "" },
        { "Missing ne 1", "" },
        { "Int ne 2", "a c" },
        { "Int eq 1 or Int eq 2 and Int eq 3", "a" },
        { "(Int eq 1 or Int eq 2) and Flag eq true", "a" },
        { "not (Int eq 1 or Int eq 2) and PartitionKey eq 'p'", "c" },
        { "Long gt 1L and Long lt 9000000001L", "b c" },
        { "Double le 1.0", "a" },
        { "Id ne guid'00000000-0000-0000-0000-000000000000'", "b" },
        { "Time ge datetime'2026-03-05T05:06:07Z' and Time lt datetime'2026-03-06T05:06:07Z'", "b" },
        { "Bytes gt X'0001'", "b c" },
        { "Bytes eq binary'0003'", "c" },
        { "Timestamp gt datetime'2020-01-01T00:00:00Z'", "a b c d" },
        { "PartitionKey ge 'p' and PartitionKey lt 'q'", "a b c" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Filter_FindsWhatItDescribes(string filter, string expected)
    {
        var table = await FilledAsync();

        var found = await table.QueryAsync<TableEntity>(filter).Select(e => e.RowKey).ToListAsync();

        Assert.Equal(expected, string.Join(' ', found));
    }

    [Theory]
    [InlineData("PartitionKey eq")]
    [InlineData("(Int eq 1")]
    [InlineData("Int eq 1 and")]
    [InlineData("Int like 1")]
    public async Task Filter_ThatIsNone_IsRefused(string filter)
    {
        var table = await FilledAsync();

        var refused = await Assert.ThrowsAsync<Azure.RequestFailedException>(
            async () => await table.QueryAsync<TableEntity>(filter).ToListAsync());

        Assert.Equal((400, "InvalidInput"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task Filter_AsTheClientWritesIt_FindsEveryType()
    {
        var table = await FilledAsync();
        var bytes = new byte[] { 0, 2 };
        var (text, number, flag, part) = ("it's b", 9000000000L, false, 2.5);

        string[] filters =
        [
            TableClient.CreateQueryFilter($"Text eq {text} and Long eq {number} and Flag eq {flag} and Double eq {part}"),
            TableClient.CreateQueryFilter($"Id eq {Id} and Time eq {Time.AddDays(1)} and Bytes eq {bytes} and Int eq {2}"),
            TableClient.CreateQueryFilter<TableEntity>(e => e.PartitionKey == "p" && e.RowKey.CompareTo("b") >= 0 && !(e.RowKey == "c")),
            TableClient.CreateQueryFilter<TableEntity>(e => e.GetInt64("Long") == number && e.GetBoolean("Flag") == false),
            TableClient.CreateQueryFilter<Row>(r =>
                r.Long == number && !r.Flag && r.Id == Id && r.Bytes == bytes && r.Time > Time && r.Double > 1.5 && r.Double < 3),
        ];

        foreach (var filter in filters)
        {
            var found = await table.QueryAsync<TableEntity>(filter).Select(e => e.RowKey).ToListAsync();
            Assert.True(found is ["b"], $"{filter} found {string.Join(' ', found)}");
        }
    }

    [Fact]
    public async Task Query_AcrossPages_FindsEachEntityOnceInOrder()
    {
        var table = await tables.TableAsync();
        var keys = Enumerable.Range(0, 25).Select(i => (Partition: $"p{i % 3}", Row: $"r{i:00} ü'")).ToList();
        foreach (var (partition, row) in keys)
            await table.AddEntityAsync(new TableEntity(partition, row));

        var pages = await table.QueryAsync<TableEntity>(maxPerPage: 4).AsPages().ToListAsync();

        Assert.Equal(7, pages.Count);
        Assert.Equal(keys.Order(), pages.SelectMany(p => p.Values).Select(e => (e.PartitionKey, e.RowKey)));
    }

    [Fact]
    public async Task Query_OfMoreThanAThousand_ComesInTwoPages()
    {
        var table = await tables.TableAsync();
        for (var i = 0; i < 1100; i += 100)
        {
            await table.SubmitTransactionAsync(Enumerable.Range(i, 100)
                .Select(n => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{n:0000}"))));
        }

        var pages = await table.QueryAsync<TableEntity>().AsPages().Select(p => p.Values.Count).ToListAsync();

        Assert.Equal([1000, 100], pages);
    }

    [Fact]
    public async Task Query_GoesOnAfterADeletion_WhereItWas()
    {
        var table = await tables.TableAsync();
        foreach (var row in new[] { "a", "b", "c", "d" })
            await table.AddEntityAsync(new TableEntity("p", row));
        var first = await table.QueryAsync<TableEntity>(maxPerPage: 2).AsPages().FirstAsync();

        await table.DeleteEntityAsync("p", "c");
        var rest = await table
            .QueryAsync<TableEntity>(maxPerPage: 2)
            .AsPages(first.ContinuationToken)
            .SelectMany(p => p.Values.ToAsyncEnumerable())
            .ToListAsync();

        Assert.Equal("d", string.Join(' ', rest.Select(e => e.RowKey)));
    }

    [Fact]
    public async Task Query_WithSelect_HasOnlyThoseProperties()
    {
        var table = await FilledAsync();

        var row = Assert.Single(await table.QueryAsync<TableEntity>("RowKey eq 'b'", select: ["RowKey", "Long"]).ToListAsync());

        Assert.Equal(9000000000L, row["Long"]);
        Assert.False(row.ContainsKey("Int"));
        Assert.NotEqual(default, row.ETag);
    }

    private async Task<TableClient> FilledAsync()
    {
        var table = await tables.TableAsync();
        var flags = new[] { true, false, true };
        for (var i = 0; i < 3; i++)
        {
            var row = ((char)('a' + i)).ToString();
            await table.AddEntityAsync(new TableEntity("p", row)
            {
                ["Int"] = i + 1,
                ["Long"] = i == 1 ? 9000000000L : i,
                ["Double"] = i + 1.5 - (i == 0 ? 0.5 : 0),
                ["Flag"] = flags[i],
                ["Text"] = $"it's {row}",
                ["Id"] = i == 1 ? Id : Guid.Empty,
                ["Time"] = Time.AddDays(i),
                ["Bytes"] = new byte[] { 0, (byte)(i + 1) },
            });
        }

        await table.AddEntityAsync(new TableEntity("q", "d"));
        return table;
    }

    private sealed class Row : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public Azure.ETag ETag { get; set; }

        public long Long { get; set; }

        public double Double { get; set; }

        public bool Flag { get; set; }

        public Guid Id { get; set; }

        public DateTimeOffset Time { get; set; }

        public byte[] Bytes { get; set; } = [];
    }
}
