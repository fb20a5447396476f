using System.Reflection;

namespace ChatPay.Local.Tests.Sdk;

/// <summary>The law that lets the app compile against the local SDK today and against the official packages when it is published.</summary>
public sealed class SdkSurfaceTests
{
    private static readonly string[] Names =
        ["ChatPay.Local.Sdk.FunctionsWorker"];

    private static readonly Lazy<IReadOnlyList<SurfaceEntry>> Local =
        new(() => [.. Names.SelectMany(name => LocalSurface.Of(Assembly.Load(name)))]);

    public static TheoryData<string> Assemblies => [.. Names];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void LocalSdk_ComparedWithTheOfficialLists_IsASubsetByWholeGroups(string assembly)
    {
        var types = LocalSurface.Of(Assembly.Load(assembly)).Select(e => e.Type).ToHashSet();

        var differences = new SurfaceComparison(OfficialSurface.All, Local.Value).Differences()
            .Where(d => types.Contains(d.Entry.Type)).ToList();

        Assert.True(
            differences.Count == 0,
            $"{assembly} differs from the official API in {differences.Count} places:\n{string.Join("\n", differences)}");
    }
}
