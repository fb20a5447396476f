using System.Globalization;
using Azure;
using Azure.Data.Tables;
using static ChatPay.Local.Tests.Tables.KnownDifference;

namespace ChatPay.Local.Tests.Tables;

/// <summary>The differences between Azurite and this platform; everything else in this folder holds for both.</summary>
internal static class KnownDifferences
{
    private const string DataModel = "Understanding the Table service data model";
    private const string Transactions = "Performing entity group transactions";

    public static IReadOnlyList<KnownDifference> All { get; } =
    [
        new(
            "a batch across partitions",
            $"400, one partition a batch ({Transactions})",
            "400 CommandsInBatchActOnDifferentPartitions",
            "done",
            BatchOf(Add("p", "a"), Add("q", "a"))),
        new(
            "a batch of 101",
            $"400, at most 100 ({Transactions})",
            "400 InvalidInput",
            "an answer that the client cannot read",
            BatchOf([.. Enumerable.Range(0, 101).Select(i => Add("p", Text(i)))])),
        new(
            "an entity of more than 1 MiB",
            $"400, at most 1 MiB ({DataModel})",
            "400 EntityTooLarge",
            "done",
            Insert(() => Wide(17, () => new byte[64 * 1024]))),
        new(
            "an entity of 253 properties",
            $"400, at most 252 ({DataModel})",
            "400 TooManyProperties",
            "done",
            Insert(() => Wide(253, () => 1))),
        new("a merge that makes 253 properties", $"400, at most 252 ({DataModel})", "400 TooManyProperties", "done", MergeIntoFull),
        new(
            "a time before 1601",
            $"400, from 1601-01-01 on ({DataModel})",
            "400 OutOfRangeInput",
            "done",
            Insert(() => new("p", "r") { ["T"] = new DateTimeOffset(1600, 12, 31, 0, 0, 0, TimeSpan.Zero) })),
        new(
            "a property name with a dash",
            $"400, names are C# identifiers ({DataModel})",
            "400 PropertyNameInvalid",
            "done",
            Insert(() => new("p", "r") { ["with-dash"] = 1 })),
        new(
            "a property name of 256 characters",
            $"400, at most 255 ({DataModel})",
            "400 PropertyNameTooLong",
            "done",
            Insert(() => new("p", "r") { [new string('n', 256)] = 1 })),
        new(
            "a key with a slash",
            $"400, forbidden characters ({DataModel})",
            "400 OutOfRangeInput",
            "400 InvalidInput",
            Insert(() => new("a/b", "r"))),
        new(
            "a key with a backslash",
            $"400, forbidden characters ({DataModel})",
            "400 OutOfRangeInput",
            "400 InvalidInput",
            Insert(() => new("a\\b", "r"))),
        new(
            "a key with a number sign",
            $"400, forbidden characters ({DataModel})",
            "400 OutOfRangeInput",
            "400 InvalidInput",
            Insert(() => new("a#b", "r"))),
        new(
            "a key with a question mark",
            $"400, forbidden characters ({DataModel})",
            "400 OutOfRangeInput",
            "400 InvalidInput",
            Insert(() => new("a?b", "r"))),
        new(
            "a key with a tab",
            $"400, forbidden characters ({DataModel})",
            "400 OutOfRangeInput",
            "400 InvalidInput",
            Insert(() => new("a\tb", "r"))),
        new(
            "a key of more than 1 KiB",
            $"400, at most 1 KiB ({DataModel})",
            "400 PropertyValueTooLarge",
            "400 InvalidInput",
            Insert(() => new(new string('k', 513), "r"))),
        new("a table name that begins with a digit", $"400 ({DataModel})", "400 InvalidResourceName", "400", CreateTable("1abc")),
        new("a table name with a dash", $"400 ({DataModel})", "400 InvalidResourceName", "400", CreateTable("with-dash")),
        new("a table name of two letters", $"400, 3 to 63 ({DataModel})", "400 OutOfRangeInput", "400", CreateTable("ab")),
        new("a filter with an open quote", "400 (Querying tables and entities)", "400 InvalidInput", "done", Query("PartitionKey eq 'p")),
        new(
            "a filter with a time that is none",
            "400 (Querying tables and entities)",
            "400 InvalidInput",
            "done",
            Query("Time eq datetime'yesterday'")),
        new("$top=0", "400 (Query timeout and pagination)", "400", "200", Top("0")),
        new("$top=1001", "400 (Query timeout and pagination)", "400", "200", Top("1001")),
        new("a date an hour ago", "403, 15 minutes at most (Authorize with Shared Key)", "403", "200", AnHourLate),
    ];

    private static Func<TablesUnderTest, Task<string>> BatchOf(params TableTransactionAction[] actions) => async tables =>
    {
        var table = await tables.TableAsync();
        return await Outcome(() => table.SubmitTransactionAsync(actions));
    };

    private static TableTransactionAction Add(string partition, string row) =>
        new(TableTransactionActionType.Add, new TableEntity(partition, row));

    private static Func<TablesUnderTest, Task<string>> Insert(Func<TableEntity> entity) => async tables =>
    {
        var table = await tables.TableAsync();
        return await Outcome(() => table.AddEntityAsync(entity()));
    };

    private static Func<TablesUnderTest, Task<string>> CreateTable(string name) => async tables =>
    {
        var service = await tables.ServiceAsync();
        return await Outcome(() => service.CreateTableAsync(name));
    };

    private static Func<TablesUnderTest, Task<string>> Query(string filter) => async tables =>
    {
        var table = await tables.TableAsync();
        return await Outcome(async () => await table.QueryAsync<TableEntity>(filter).ToListAsync());
    };

    private static Func<TablesUnderTest, Task<string>> Top(string top) => async tables =>
    {
        var table = await tables.TableAsync();
        return Text((await new WireRequest("GET", $"/{table.Name}()?$top={top}").SendAsync(await tables.AddressAsync())).Status);
    };

    private static async Task<string> MergeIntoFull(TablesUnderTest tables)
    {
        var table = await tables.TableAsync();
        await table.AddEntityAsync(Wide(252, () => 1));
        return await Outcome(() => table.UpdateEntityAsync(new TableEntity("p", "r") { ["OneMore"] = 1 }, ETag.All));
    }

    private static async Task<string> AnHourLate(TablesUnderTest tables)
    {
        var request = new WireRequest("GET", "/Tables");
        return Text((await (request with { Date = request.Date.AddHours(-1) }).SendAsync(await tables.AddressAsync())).Status);
    }

    private static TableEntity Wide(int properties, Func<object> value)
    {
        var entity = new TableEntity("p", "r");
        for (var i = 0; i < properties; i++)
            entity[$"P{i}"] = value();
        return entity;
    }

    private static string Text(int number) => number.ToString("000", CultureInfo.InvariantCulture);
}
