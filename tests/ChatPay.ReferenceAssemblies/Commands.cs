using ChatPay.ReferenceAssemblies.Listing;

namespace ChatPay.ReferenceAssemblies;

/// <summary>What the program does, each with its exit code.</summary>
internal static class Commands
{
    public static int Explain(string usage)
    {
        Console.Error.WriteLine(usage);
        return 2;
    }

    /// <summary>Fails when a line cannot be expressed, or is another one in the reference assembly.</summary>
    public static int Generate(string folder, string[] names)
    {
        var made = ReferenceSet.Write(Lists(names), folder);
        using var metadata = new MetadataAssemblies(made.Select(a => a.PathIn(folder)));
        var wrong = made.SelectMany(a => Report(a, metadata)).ToList();
        Console.WriteLine($"{made.Sum(a => a.List.Entries.Count)} lines, {wrong.Count} that cannot be expressed");
        return wrong.Count == 0 ? 0 : 1;
    }

    public static int List(string folder, string[] names)
    {
        using var packages = new MetadataAssemblies();
        Directory.CreateDirectory(folder);
        foreach (var list in Lists(names))
        {
            if (!list.IsInAPackage)
            {
                Console.WriteLine($"{list.Name}: in no package here, left as it is");
                continue;
            }

            var lines = list.OfThePackage(packages).Entries.Select(e => e.ToString());
            File.WriteAllLines(Path.Combine(folder, list.Name + ".txt"), lines.Prepend("# " + list.Name));
        }

        return 0;
    }

    private static List<string> Report(ReferenceAssembly assembly, MetadataAssemblies metadata)
    {
        List<string> wrong =
        [
            .. assembly.Unexpressed.Select(u => u.ToString()),
            .. ListDifferences.Between(assembly.List.Entries, SurfaceList.Of(metadata.Load(assembly.List.Name)).Entries),
        ];
        Console.WriteLine($"{assembly.List.Name}: {assembly.List.Entries.Count} lines, {wrong.Count} that cannot be expressed");
        wrong.ForEach(line => Console.WriteLine("  " + line));
        return wrong;
    }

    private static IReadOnlyList<SurfaceList> Lists(string[] names) => names.Length == 0 ? SurfaceList.All : [.. names.Select(SurfaceList.Named)];
}
