namespace ChatPay.Local.Tests.Tables;

/// <summary>Each known difference is verified on both services: one that has disappeared must be removed from the list.</summary>
public sealed class KnownDifferencesTests(ThisTableService here, AzuriteTables azurite)
{
    public static IEnumerable<TheoryDataRow<string>> Names => KnownDifferences.All.Select(d => new TheoryDataRow<string>(d.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Difference_Here_IsAsListed(string name)
    {
        var difference = Find(name);

        Assert.Equal(difference.Here, await difference.Look(here));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Difference_OnAzurite_StillExists(string name)
    {
        var difference = Find(name);

        Assert.NotEqual(difference.Here, difference.Azurite);
        Assert.Equal(difference.Azurite, await difference.Look(azurite));
    }

    [Fact]
    public void List_IsPrinted()
    {
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"{KnownDifferences.All.Count} known differences:");
        foreach (var difference in KnownDifferences.All)
            output.WriteLine($"{difference.Name}: Azure {difference.Azure}; here {difference.Here}; Azurite {difference.Azurite}");

        Assert.Distinct(KnownDifferences.All.Select(d => d.Name));
    }

    private static KnownDifference Find(string name) => KnownDifferences.All.Single(d => d.Name == name);
}
