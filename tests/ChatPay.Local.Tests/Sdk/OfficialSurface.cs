namespace ChatPay.Local.Tests.Sdk;

/// <summary>The official public API, from the lists in official/: facts, one line an entry.</summary>
public static class OfficialSurface
{
    public static IReadOnlyList<SurfaceEntry> All { get; } = [.. Lists().SelectMany(Read).DistinctBy(e => e.Id)];

    private static IEnumerable<string> Lists() =>
        typeof(OfficialSurface).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("official/", StringComparison.Ordinal));

    private static IEnumerable<SurfaceEntry> Read(string list)
    {
        using var reader = new StreamReader(typeof(OfficialSurface).Assembly.GetManifestResourceStream(list)!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 1 && line[1] == ':')
                yield return SurfaceEntry.Parse(line);
        }
    }
}
