using Azure;
using Azure.Data.Tables;

namespace ChatPay.Local.Tests.Tables;

public abstract class EntityRulesTests(TablesUnderTest tables)
{
    public sealed class Here(ThisTableService tables) : EntityRulesTests(tables);

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
    public async Task Add_WithAWrongKey_IsRefused()
    {
        var table = await tables.TableAsync();
        var wrong = (await tables.ConnectionStringAsync()).Replace("AccountKey=E", "AccountKey=F", StringComparison.Ordinal);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => new TableClient(wrong, table.Name, TablesUnderTest.FastToFail()).AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(403, refused.Status);
    }
}
