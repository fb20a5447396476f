namespace ChatPay.Local.Tests.Surface;

/// <summary>
/// The public and protected API of one official assembly: facts, one line an entry, in the order of their ids, each type before its
/// members.
/// </summary>
internal static class SurfaceList
{
    /// <summary>Reads the list of this name, stored beside these tests.</summary>
    public static IReadOnlyList<SurfaceEntry> Named(string name)
    {
        using var reader = new StreamReader(typeof(SurfaceList).Assembly.GetManifestResourceStream($"{name}.txt")!);
        var entries = new List<SurfaceEntry>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 1 && line[1] == ':')
                entries.Add(SurfaceEntry.Parse(line));
        }

        return entries;
    }
}
