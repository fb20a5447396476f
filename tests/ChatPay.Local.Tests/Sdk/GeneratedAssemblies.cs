using System.Reflection;
using ChatPay.ReferenceAssemblies;
using ChatPay.ReferenceAssemblies.Listing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ChatPay.Local.Tests.Sdk;

/// <summary>A reference assembly of every list, made once and deleted afterwards.</summary>
public sealed class GeneratedAssemblies : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatpay-reference-").FullName;
    private readonly Dictionary<string, ReferenceAssembly> _made;
    private readonly MetadataAssemblies _metadata;

    public GeneratedAssemblies()
    {
        _made = ReferenceSet.Write(SurfaceList.All, _folder).ToDictionary(a => a.List.Name);
        _metadata = new MetadataAssemblies(Directory.EnumerateFiles(_folder));
    }

    public ReferenceAssembly Of(string name) => _made[name];

    /// <summary>The list of the assembly that was made.</summary>
    public IReadOnlyList<SurfaceEntry> Listed(string name) => SurfaceList.Of(Load(name)).Entries;

    public Assembly Load(string name) => _metadata.Load(name);

    /// <summary>The ids of what a compiler with these assemblies says to a file of code, warnings as well.</summary>
    public IReadOnlyList<string> Complaints(string code)
    {
        var made = Directory.EnumerateFiles(_folder).ToList();
        var references = made.Concat(MetadataAssemblies.Paths.Where(p => !made.Select(Path.GetFileName).Contains(Path.GetFileName(p))));
        var compilation = CSharpCompilation.Create(
            "App", [CSharpSyntaxTree.ParseText(code)], references.Select(p => MetadataReference.CreateFromFile(p)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        return [.. compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.Id).Distinct()];
    }

    public void Dispose()
    {
        _metadata.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
