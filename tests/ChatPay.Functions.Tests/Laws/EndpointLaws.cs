using System.Runtime.CompilerServices;
using ChatPay.OpenApi;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Every list of endpoints is complete.</summary>
public sealed class EndpointLaws
{
    internal static readonly string Repository = Path.GetFullPath(Path.Combine(Folder(), "..", "..", ".."));

    /// <summary>Reports everything at once: a new endpoint used to take three failing builds, one per list.</summary>
    [Fact]
    public void Endpoint_Any_LacksNothing()
    {
        var missing = EndpointGaps.All(Repository);

        Assert.True(missing.Count == 0, "Still missing:\n" + string.Join('\n', missing));
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
