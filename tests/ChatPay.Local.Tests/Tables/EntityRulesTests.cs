using Azure;
using Azure.Data.Tables;

namespace ChatPay.Local.Tests.Tables;

public abstract class EntityRulesTests(TablesUnderTest tables)
{
    public sealed class Here(ThisTableService tables) : EntityRulesTests(tables);

    public sealed class ByACall(TablesByACall tables) : EntityRulesTests(tables);

    public sealed class OnAzurite(AzuriteTables tables) : EntityRulesTests(tables);

    [Fact]
    public async Task Add_TextOver32KCharacters_IsRefused()
    {
        var table = await tables.TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "fits") { ["T"] = new string('x', 32 * 1024) });

        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.AddEntityAsync(new TableEntity("p", "r") { ["T"] = new string('x', (32 * 1024) + 1) }));

        Assert.Equal((400, "PropertyValueTooLarge"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task Add_BytesOver64K_AreRefused()
    {
        var table = await tables.TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "fits") { ["B"] = new byte[64 * 1024] });

        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.AddEntityAsync(new TableEntity("p", "r") { ["B"] = new byte[(64 * 1024) + 1] }));

        Assert.Equal((400, "PropertyValueTooLarge"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task Add_252Properties_AreKept()
    {
        var table = await tables.TableAsync();
        var entity = new TableEntity("p", "r");
        for (var i = 0; i < 252; i++)
            entity[$"P{i}"] = i;

        await table.AddEntityAsync(entity);

        Assert.Equal(251, (await table.GetEntityAsync<TableEntity>("p", "r")).Value["P251"]);
    }

    [Fact]
    public async Task Add_KeysOf1KiB_AreKept()
    {
        var table = await tables.TableAsync();
        var key = new string('k', 512);

        await table.AddEntityAsync(new TableEntity(key, key));

        Assert.Equal(key, (await table.GetEntityAsync<TableEntity>(key, key)).Value.RowKey);
    }

    [Fact]
    public async Task Add_EmptyKeys_AreKept()
    {
        var table = await tables.TableAsync();

        await table.AddEntityAsync(new TableEntity("", "") { ["N"] = 1 });

        Assert.Equal(1, (await table.GetEntityAsync<TableEntity>("", "")).Value["N"]);
    }
}
