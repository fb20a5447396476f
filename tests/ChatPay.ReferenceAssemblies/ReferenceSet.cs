using System.Text.RegularExpressions;
using ChatPay.ReferenceAssemblies.Listing;

namespace ChatPay.ReferenceAssemblies;

/// <summary>Reference assemblies of several lists that may refer to each other.</summary>
public static partial class ReferenceSet
{
    /// <summary>Writes one of each list into a folder. What is not among the lists comes from the official packages.</summary>
    public static IReadOnlyList<ReferenceAssembly> Write(IEnumerable<SurfaceList> lists, string folder)
    {
        Directory.CreateDirectory(folder);
        var ordered = InOrder([.. lists]);
        var names = ordered.Select(l => l.Name).ToHashSet();
        var references = MetadataAssemblies.Paths.Where(p => !names.Contains(Path.GetFileNameWithoutExtension(p))).ToList();
        var made = new List<ReferenceAssembly>();
        foreach (var list in ordered)
        {
            var assembly = ReferenceAssembly.Of(list, references);
            File.WriteAllBytes(assembly.PathIn(folder), [.. assembly.Image]);
            made.Add(assembly);
            references.Add(assembly.PathIn(folder));
        }

        return made;
    }

    /// <summary>Each after those whose types it names.</summary>
    private static List<SurfaceList> InOrder(List<SurfaceList> lists)
    {
        var types = lists.ToDictionary(l => l, l => l.Entries.Where(e => e.Kind == 'T').Select(e => e.Type.Split('`')[0]).ToHashSet());
        var needs = lists.ToDictionary(l => l, l =>
        {
            var named = l.Entries.SelectMany(e => Names().Matches(e.Facts)).Select(m => m.Value).ToHashSet();
            return lists.Where(other => other != l && types[other].Overlaps(named)).ToList();
        });

        var ordered = new List<SurfaceList>();
        while (lists.Where(l => !ordered.Contains(l) && needs[l].All(ordered.Contains)).ToList() is { Count: > 0 } next)
            ordered.AddRange(next);
        return ordered.Count == lists.Count ? ordered : throw new InvalidOperationException("The lists refer to each other in a circle.");
    }

    [GeneratedRegex(@"[A-Za-z_]\w*(\.\w+)+")]
    private static partial Regex Names();
}
