using Azure;

namespace ChatPay.Local.Tests.Tables;

public abstract class TableListTests(TablesUnderTest tables)
{
    public sealed class Here(ThisTableService tables) : TableListTests(tables);

    public sealed class ByACall(TablesByACall tables) : TableListTests(tables);

    public sealed class OnAzurite(AzuriteTables tables) : TableListTests(tables);

    [Fact]
    public async Task Create_TableThatExists_IsAConflict()
    {
        var table = await tables.TableAsync();

        var conflict = await Assert.ThrowsAsync<RequestFailedException>(() => table.CreateAsync());

        Assert.Equal(409, conflict.Status);
        Assert.Equal("TableAlreadyExists", conflict.ErrorCode);
    }

    [Fact]
    public async Task CreateIfNotExists_TableThatExists_IsQuiet()
    {
        var table = await tables.TableAsync();

        var created = await table.CreateIfNotExistsAsync();

        Assert.Equal(409, created.GetRawResponse().Status);
    }

    [Fact]
    public async Task Create_NameInOtherCase_IsTheSameTable()
    {
        var table = await tables.TableAsync();

        var conflict = await Assert.ThrowsAsync<RequestFailedException>(async () =>
            await (await tables.ServiceAsync()).CreateTableAsync(table.Name.ToLowerInvariant()));

        Assert.Equal("TableAlreadyExists", conflict.ErrorCode);
    }

    [Fact]
    public async Task Query_ByName_FindsThatTable()
    {
        var table = await tables.TableAsync();
        await tables.TableAsync();

        var found = await (await tables.ServiceAsync()).QueryAsync(t => t.Name == table.Name).ToListAsync();

        Assert.Equal(table.Name, Assert.Single(found).Name);
    }

    [Fact]
    public async Task Query_InSmallPages_FindsAllTables()
    {
        string[] names = [(await tables.TableAsync()).Name, (await tables.TableAsync()).Name, (await tables.TableAsync()).Name];

        var found = await (await tables.ServiceAsync()).QueryAsync(maxPerPage: 1).Select(t => t.Name).ToListAsync();

        Assert.Superset(names.ToHashSet(), found.ToHashSet());
        Assert.Equal(found.Count, found.Distinct().Count());
    }

    [Fact]
    public async Task Delete_Table_TakesItsEntitiesWithIt()
    {
        var table = await tables.TableAsync();
        await table.AddEntityAsync(new Azure.Data.Tables.TableEntity("p", "r"));

        await table.DeleteAsync();

        var missing = await Assert.ThrowsAsync<RequestFailedException>(() =>
            table.AddEntityAsync(new Azure.Data.Tables.TableEntity("p", "r")));
        Assert.Equal((404, "TableNotFound"), (missing.Status, missing.ErrorCode));
    }
}
