using Azure;
using Azure.Data.Tables;

namespace ChatPay.Local.Tests.Tables;

public abstract class BatchTests(TablesUnderTest tables)
{
    public sealed class Here(ThisTableService tables) : BatchTests(tables);

    public sealed class ByACall(TablesByACall tables) : BatchTests(tables);

    public sealed class OnAzurite(AzuriteTables tables) : BatchTests(tables);

    [Fact]
    public async Task Batch_OfEveryKind_IsMadeWhole()
    {
        var table = await tables.TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "replaced") { ["A"] = 1, ["B"] = 1 });
        await table.AddEntityAsync(new TableEntity("p", "merged") { ["A"] = 1, ["B"] = 1 });
        await table.AddEntityAsync(new TableEntity("p", "deleted"));

        var answers = await table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "it's added") { ["A"] = "ü😀" }),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "replaced") { ["B"] = 2 }),
            new(TableTransactionActionType.UpdateMerge, new TableEntity("p", "merged") { ["B"] = 2 }),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "upserted") { ["B"] = 2 }),
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "upserted too") { ["B"] = 2 }),
            new(TableTransactionActionType.Delete, new TableEntity("p", "deleted")),
        ]);

        var rows = await table.QueryAsync<TableEntity>().ToDictionaryAsync(e => e.RowKey);
        Assert.Equal([204, 204, 204, 204, 204, 204], answers.Value.Select(a => a.Status));
        Assert.Equal("it's added,merged,replaced,upserted,upserted too", string.Join(',', rows.Keys));
        Assert.Equal("ü😀", rows["it's added"]["A"]);
        Assert.Equal((true, false), (rows["merged"].ContainsKey("A"), rows["replaced"].ContainsKey("A")));
        Assert.Equal(rows["merged"].ETag, answers.Value[2].Headers.ETag);
    }

    [Fact]
    public async Task Batch_WithAnEntityThatExists_ChangesNothingAndNamesIt()
    {
        var table = await tables.TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "there"));

        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "new")),
            new(TableTransactionActionType.Add, new TableEntity("p", "there")),
        ]));

        Assert.Equal((409, "EntityAlreadyExists", 1), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
        Assert.StartsWith("1:The specified entity already exists.", failed.Message, StringComparison.Ordinal);
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "new")).HasValue);
    }

    [Fact]
    public async Task Batch_WithAnOldETag_ChangesNothing()
    {
        var table = await tables.TableAsync();
        var tag = (await table.AddEntityAsync(new TableEntity("p", "guard"))).Headers.ETag!.Value;
        await table.UpsertEntityAsync(new TableEntity("p", "guard") { ["N"] = 1 });

        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "guard"), tag),
            new(TableTransactionActionType.Add, new TableEntity("p", "new")),
        ]));

        Assert.Equal((412, "UpdateConditionNotSatisfied", 0), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "new")).HasValue);
    }

    [Fact]
    public async Task Batch_ThatUpdatesAMissingEntity_NamesIt()
    {
        var table = await tables.TableAsync();

        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "a")),
            new(TableTransactionActionType.UpdateMerge, new TableEntity("p", "b"), ETag.All),
        ]));

        Assert.Equal((404, "ResourceNotFound", 1), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
    }

    [Fact]
    public async Task Batch_WithAnEntityTwice_IsRefused()
    {
        var table = await tables.TableAsync();

        var failed = await Assert.ThrowsAnyAsync<RequestFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "a")),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "a")),
        ]));

        Assert.Equal((400, "InvalidDuplicateRow"), (failed.Status, failed.ErrorCode));
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "a")).HasValue);
    }

    [Fact]
    public async Task Batch_Of100_IsMade()
    {
        var table = await tables.TableAsync();

        await table.SubmitTransactionAsync(Enumerable.Range(0, 100)
            .Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i:000}"))));

        Assert.Equal(100, await table.QueryAsync<TableEntity>().CountAsync());
    }

    [Fact]
    public async Task Batch_OverFourMebibytes_IsRefused()
    {
        var table = await tables.TableAsync();
        var large = Enumerable.Range(0, 80).Select(i => new TableTransactionAction(
            TableTransactionActionType.Add, new TableEntity("p", $"{i:000}") { ["B"] = new byte[60 * 1024] }));

        var failed = await Assert.ThrowsAnyAsync<RequestFailedException>(() => table.SubmitTransactionAsync(large));

        Assert.Equal((413, "RequestBodyTooLarge"), (failed.Status, failed.ErrorCode));
        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task Batch_OnAMissingTable_IsNotFound()
    {
        var table = (await tables.ServiceAsync()).GetTableClient(TablesUnderTest.NewName());

        var failed = await Assert.ThrowsAnyAsync<RequestFailedException>(() => table.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, new TableEntity("p", "a"))]));

        Assert.Equal((404, "TableNotFound"), (failed.Status, failed.ErrorCode));
    }
}
