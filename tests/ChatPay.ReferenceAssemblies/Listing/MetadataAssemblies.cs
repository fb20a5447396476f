using System.Reflection;

namespace ChatPay.ReferenceAssemblies.Listing;

/// <summary>
/// Assemblies to be looked at, not run: the framework's reference assemblies and the official packages that this program was compiled with.
/// </summary>
public sealed class MetadataAssemblies : IDisposable
{
    private readonly MetadataLoadContext _context;

    /// <summary>Those of the packages, and the given ones, each in the place of the package's assembly of that name.</summary>
    /// <param name="instead">Paths of assemblies.</param>
    public MetadataAssemblies(IEnumerable<string>? instead = null)
    {
        var paths = (instead ?? []).Concat(Paths).DistinctBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase);
        _context = new MetadataLoadContext(new PathAssemblyResolver(paths), "System.Runtime");
    }

    /// <summary>What this program's compiler was given: the exact versions of <c>Directory.Packages.props</c>.</summary>
    public static IReadOnlyList<string> Paths { get; } = [.. Read()];

    /// <summary>Whether a package has an assembly of this name.</summary>
    public static bool Has(string name) => Paths.Any(p => Path.GetFileNameWithoutExtension(p) == name);

    /// <exception cref="FileNotFoundException">No package has it.</exception>
    public Assembly Load(string name) => _context.LoadFromAssemblyName(name);

    /// <summary>Loads an assembly from where it is.</summary>
    public Assembly LoadFrom(string path) => _context.LoadFromAssemblyPath(path);

    public void Dispose() => _context.Dispose();

    private static IEnumerable<string> Read()
    {
        using var reader = new StreamReader(typeof(MetadataAssemblies).Assembly.GetManifestResourceStream("references.txt")!);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
