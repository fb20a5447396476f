using Azure;
using Azure.Data.Tables;

namespace ChatPay.Local.Tests.Tables;

public sealed class EntityRulesTests(TablesFixture tables)
{
    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    public async Task Add_KeyWithAForbiddenCharacter_IsRefused(string key)
    {
        var table = await tables.TableAsync();
        Assert.SkipUnless(tables.IsOurs, "Another service words this its own way.");

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity(key, "r")));

        Assert.Equal((400, "OutOfRangeInput"), (refused.Status, refused.ErrorCode));
    }

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
    public async Task Add_MoreThanAMebibyte_IsRefused()
    {
        Assert.SkipUnless(tables.IsOurs, "Azurite takes it.");
        var table = await tables.TableAsync();
        var entity = new TableEntity("p", "r");
        for (var i = 0; i < 17; i++)
            entity[$"P{i}"] = new byte[64 * 1024];

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(entity));

        Assert.Equal((400, "EntityTooLarge"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task Add_253Properties_IsRefused()
    {
        Assert.SkipUnless(tables.IsOurs, "Azurite does not count properties.");
        var table = await tables.TableAsync();
        var entity = new TableEntity("p", "r");
        for (var i = 0; i < 252; i++)
            entity[$"P{i}"] = i;
        await table.AddEntityAsync(entity);
        entity["OneMore"] = 1;

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpsertEntityAsync(entity));

        Assert.Equal((400, "TooManyProperties"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task Merge_ThatWouldMake253Properties_IsRefused()
    {
        Assert.SkipUnless(tables.IsOurs, "Azurite does not count properties.");
        var table = await tables.TableAsync();
        var entity = new TableEntity("p", "r");
        for (var i = 0; i < 252; i++)
            entity[$"P{i}"] = i;
        await table.AddEntityAsync(entity);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.UpdateEntityAsync(new TableEntity("p", "r") { ["OneMore"] = 1 }, ETag.All));

        Assert.Equal("TooManyProperties", refused.ErrorCode);
    }

    [Fact]
    public async Task Add_TimeBefore1601_IsRefused()
    {
        Assert.SkipUnless(tables.IsOurs, "Azurite takes any time.");
        var table = await tables.TableAsync();

        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.AddEntityAsync(new TableEntity("p", "r") { ["T"] = new DateTimeOffset(1600, 12, 31, 0, 0, 0, TimeSpan.Zero) }));

        Assert.Equal((400, "OutOfRangeInput"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task Add_WithAWrongKey_IsRefused()
    {
        var table = await tables.TableAsync();
        var wrong = tables.ConnectionString.Replace("AccountKey=E", "AccountKey=F", StringComparison.Ordinal);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => new TableClient(wrong, table.Name, TablesFixture.FastToFail()).AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(403, refused.Status);
    }
}
