using Azure;
using Azure.Data.Tables;

namespace ChatPay.Local.Tests.Tables;

public abstract class EntityTests(TablesUnderTest tables)
{
    public sealed class Here(ThisTableService tables) : EntityTests(tables);

    public sealed class ByACall(TablesByACall tables) : EntityTests(tables);

    public sealed class OnAzurite(AzuriteTables tables) : EntityTests(tables);

    [Fact]
    public async Task Get_WhatWasAdded_HasEveryTypeAndValue()
    {
        var table = await tables.TableAsync();
        var id = new Guid("8f6cd2a1-6ad8-4ec1-9b6a-2f41a28a3b10");
        var time = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(1234567);
        await table.AddEntityAsync(new TableEntity("it's a key", "50% & größer +=%2F 😀")
        {
            ["Text"] = "line\n\"quoted\" <ü> 😀",
            ["Empty"] = "",
            ["Int"] = -5,
            ["Long"] = long.MaxValue,
            ["Whole"] = 3.0,
            ["Part"] = 0.1,
            ["Huge"] = 1e300,
            ["NotANumber"] = double.NaN,
            ["Flag"] = true,
            ["Id"] = id,
            ["Time"] = time,
            ["Bytes"] = new byte[] { 0, 1, 255 },
        });

        var read = (await table.GetEntityAsync<TableEntity>("it's a key", "50% & größer +=%2F 😀")).Value;

        Assert.Equal("line\n\"quoted\" <ü> 😀", read.GetString("Text"));
        Assert.Equal("", read.GetString("Empty"));
        Assert.Equal(-5, read.GetInt32("Int"));
        Assert.Equal(long.MaxValue, read.GetInt64("Long"));
        Assert.Equal(3.0, read.GetDouble("Whole"));
        Assert.Equal(0.1, read.GetDouble("Part"));
        Assert.Equal(1e300, read.GetDouble("Huge"));
        Assert.Equal(double.NaN, read.GetDouble("NotANumber"));
        Assert.True(read.GetBoolean("Flag"));
        Assert.Equal(id, read.GetGuid("Id"));
        Assert.Equal(time, read.GetDateTimeOffset("Time"));
        Assert.Equal([0, 1, 255], read.GetBinary("Bytes"));
        Assert.NotNull(read.Timestamp);
    }

    [Fact]
    public async Task Add_EntityThatExists_IsAConflict()
    {
        var table = await tables.TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        var conflict = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((409, "EntityAlreadyExists"), (conflict.Status, conflict.ErrorCode));
    }

    [Fact]
    public async Task Add_Answer_CarriesTheETagThatIsReadLater()
    {
        var table = await tables.TableAsync();

        var added = await table.AddEntityAsync(new TableEntity("p", "r"));

        var read = await table.GetEntityAsync<TableEntity>("p", "r");
        Assert.Equal(added.Headers.ETag, read.Value.ETag);
        Assert.StartsWith("W/\"datetime'", read.Value.ETag.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Missing_IsNotFound()
    {
        var table = await tables.TableAsync();

        var missing = await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r"));

        Assert.Equal((404, "ResourceNotFound"), (missing.Status, missing.ErrorCode));
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task Get_WithSelect_HasOnlyThoseProperties()
    {
        var table = await tables.TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2L });

        var read = (await table.GetEntityAsync<TableEntity>("p", "r", ["B"])).Value;

        Assert.Equal(2L, read["B"]);
        Assert.False(read.ContainsKey("A"));
    }

    [Fact]
    public async Task Update_WithAnOldETag_IsRefusedAndChangesNothing()
    {
        var table = await tables.TableAsync();
        var first = (await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 })).Headers.ETag!.Value;
        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, first, TableUpdateMode.Replace);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, first, TableUpdateMode.Replace));

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (refused.Status, refused.ErrorCode));
        Assert.Equal(2, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("N"));
    }

    [Fact]
    public async Task Update_ByTwentyAtOnceWithOneETag_SucceedsOnce()
    {
        var table = await tables.TableAsync();
        var tag = (await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;

        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                await table.UpdateEntityAsync(new TableEntity("p", "r") { ["By"] = i }, tag);
                return 1;
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                return 0;
            }
        }));

        Assert.Equal(1, won.Sum());
    }

    [Fact]
    public async Task Update_Missing_IsNotFound()
    {
        var table = await tables.TableAsync();

        var missing = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All));

        Assert.Equal((404, "ResourceNotFound"), (missing.Status, missing.ErrorCode));
    }

    [Fact]
    public async Task Merge_KeepsWhatItDoesNotName_AndReplaceDoesNot()
    {
        var table = await tables.TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1L, ["B"] = "b" });

        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["B"] = "c", ["A"] = null }, ETag.All, TableUpdateMode.Merge);
        var merged = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["C"] = "d" }, ETag.All, TableUpdateMode.Replace);
        var replaced = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal((1L, "c"), (merged["A"], merged["B"]));
        Assert.False(replaced.ContainsKey("A"));
        Assert.Equal("d", replaced["C"]);
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task Upsert_InsertsThenChanges(TableUpdateMode mode)
    {
        var table = await tables.TableAsync();

        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["N"] = 1 }, mode);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, mode);

        Assert.Equal(2, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("N"));
    }

    [Fact]
    public async Task Delete_WithAnOldETag_IsRefused()
    {
        var table = await tables.TableAsync();
        var first = (await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;
        await table.UpsertEntityAsync(new TableEntity("p", "r"));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.DeleteEntityAsync("p", "r", first));
        await table.DeleteEntityAsync("p", "r", ETag.All);
        var again = await table.DeleteEntityAsync("p", "r", ETag.All);

        Assert.Equal("UpdateConditionNotSatisfied", refused.ErrorCode);
        Assert.Equal(404, again.Status);
    }
}
