using System.Reflection;
using ChatPay.ReferenceAssemblies.Listing;

namespace ChatPay.Local.Tests.Sdk;

/// <summary>The law that lets the app compile against the local SDK today and against the official packages when it is published.</summary>
public sealed class SdkSurfaceTests
{
    [Fact]
    public void LocalSdk_ComparedWithTheOfficialLists_IsASubsetByWholeGroups()
    {
        var local = AssemblySurface.Of(Assembly.Load("ChatPay.Local.Sdk.FunctionsWorker"));

        var differences = new SurfaceComparison(OfficialSurface.All, local).Differences();

        Assert.True(
            differences.Count == 0,
            $"The local SDK differs from the official API in {differences.Count} places:\n{string.Join("\n", differences)}");
    }
}
