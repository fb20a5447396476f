using System.Runtime.CompilerServices;
using ChatPay.OpenApi;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>An endpoint is in every list that tells of endpoints.</summary>
public sealed class EndpointLaws
{
    internal static readonly string Repository = Path.GetFullPath(Path.Combine(Folder(), "..", "..", ".."));

    /// <summary>A new endpoint took three failing builds, each of which told of one list. This tells of all.</summary>
    [Fact]
    public void Endpoint_Any_LacksNothing()
    {
        var missing = EndpointGaps.All(Repository);

        Assert.True(missing.Count == 0, "Still missing:\n" + string.Join('\n', missing));
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
