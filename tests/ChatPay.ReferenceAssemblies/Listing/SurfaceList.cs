namespace ChatPay.ReferenceAssemblies.Listing;

/// <summary>
/// The public and protected API of one official assembly: facts, one line an entry, in the order of their ids, each type before its members.
/// </summary>
/// <param name="Name">The assembly's; of a part of an assembly, the assembly's and namespace's.</param>
/// <param name="Entries">All of them.</param>
public sealed record SurfaceList(string Name, IReadOnlyList<SurfaceEntry> Entries)
{
    private const string Prefix = "lists/";

    /// <summary>Of DurableTask.Core an app sees this namespace only.</summary>
    private const string Exceptions = "DurableTask.Core.Exceptions";

    private static readonly System.Reflection.Assembly Home = typeof(SurfaceList).Assembly;

    /// <summary>The lists that are kept beside this program.</summary>
    public static IReadOnlyList<SurfaceList> All { get; } =
    [
        .. from resource in Home.GetManifestResourceNames()
           where resource.StartsWith(Prefix, StringComparison.Ordinal)
           orderby resource
           select new SurfaceList(resource[Prefix.Length..^".txt".Length], [.. Read(resource)]),
    ];

    /// <exception cref="ArgumentException">There is no such list.</exception>
    public static SurfaceList Named(string name) =>
        All.FirstOrDefault(l => l.Name == name)
        ?? throw new ArgumentException($"There is no list \"{name}\"; there are {string.Join(", ", All.Select(l => l.Name))}.");

    /// <summary>Lists an assembly.</summary>
    public static SurfaceList Of(System.Reflection.Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return new SurfaceList(assembly.GetName().Name!, AssemblySurface.Of(assembly));
    }

    /// <summary>Whether the assembly is in a package that this program was compiled with.</summary>
    public bool IsInAPackage => MetadataAssemblies.Has(Assembly);

    /// <summary>The name of the package's assembly.</summary>
    public string Assembly => Name == Exceptions ? "DurableTask.Core" : Name;

    /// <summary>The same list, made anew of the package's assembly.</summary>
    public SurfaceList OfThePackage(MetadataAssemblies packages)
    {
        ArgumentNullException.ThrowIfNull(packages);
        var all = Of(packages.Load(Assembly)).Entries;
        return new SurfaceList(Name, Name == Exceptions ? [.. all.Where(e => e.Type.StartsWith(Exceptions + ".", StringComparison.Ordinal))] : all);
    }

    private static IEnumerable<SurfaceEntry> Read(string resource)
    {
        using var reader = new StreamReader(Home.GetManifestResourceStream(resource)!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 1 && line[1] == ':')
                yield return SurfaceEntry.Parse(line);
        }
    }
}
