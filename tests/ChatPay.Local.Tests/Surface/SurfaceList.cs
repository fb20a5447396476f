namespace ChatPay.Local.Tests.Surface;

/// <summary>
/// The public and protected API of one official assembly: facts, one line an entry, in the order of their ids, each type before its
/// members.
/// </summary>
internal static class SurfaceList
{
    /// <summary>The list that is kept beside these tests under this name.</summary>
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
