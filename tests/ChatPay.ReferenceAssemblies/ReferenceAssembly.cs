using System.Text.RegularExpressions;
using ChatPay.ReferenceAssemblies.Listing;
using ChatPay.ReferenceAssemblies.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace ChatPay.ReferenceAssemblies;

/// <summary>
/// An assembly that a compiler takes for the official one: what a list says, and no bodies. It is written as C# and compiled, because the
/// compiler then does what is hard to get right by hand (nullable annotations, records, constraints, defaults) and is the judge of what cannot be expressed.
/// </summary>
public sealed partial class ReferenceAssembly
{
    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable, deterministic: true,
        generalDiagnosticOption: ReportDiagnostic.Suppress);

    private ReferenceAssembly(SurfaceList list, byte[] image, IReadOnlyList<Unexpressed> unexpressed) =>
        (List, Image, Unexpressed) = (list, image, unexpressed);

    /// <summary>What it is made of.</summary>
    public SurfaceList List { get; }

    /// <summary>The file's bytes.</summary>
    public IReadOnlyList<byte> Image { get; }

    /// <summary>What of the list is not in it, each line by name.</summary>
    public IReadOnlyList<Unexpressed> Unexpressed { get; }

    /// <summary>Makes one of a list.</summary>
    /// <param name="list">The list.</param>
    /// <param name="references">Paths of all that it may refer to; one of its own name is passed over.</param>
    /// <exception cref="InvalidOperationException">The compiler refuses what is from no line of the list.</exception>
    public static ReferenceAssembly Of(SurfaceList list, IEnumerable<string> references)
    {
        ArgumentNullException.ThrowIfNull(list);
        var metadata = references.Where(p => Path.GetFileNameWithoutExtension(p) != list.Name)
            .Select(p => MetadataReference.CreateFromFile(p)).ToList<MetadataReference>();
        var additions = Complete(list, Compile(list.Name, new AssemblySource(list, new Additions(), []), metadata));
        var unexpressed = list.Entries
            .SelectMany(e => e.Attributes.Where(a => additions.Attribute(a) is null).Select(a => new Unexpressed(e, a, "there is no such attribute")))
            .ToList();

        while (true)
        {
            var source = new AssemblySource(list, additions, unexpressed);
            using var image = new MemoryStream();
            var result = Compile(list.Name, source, metadata)
                .Emit(image, options: new EmitOptions(metadataOnly: true));
            if (result.Success)
                return new ReferenceAssembly(list, image.ToArray(), unexpressed);
            unexpressed.AddRange(Refused(result.Diagnostics, source));
        }
    }

    /// <summary>Where it is in a folder.</summary>
    public string PathIn(string folder) => Path.Combine(folder, List.Name + ".dll");

    private static CSharpCompilation Compile(string name, AssemblySource source, IEnumerable<MetadataReference> references) =>
        CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source.Text)], references, Options);

    private static Additions Complete(SurfaceList list, CSharpCompilation first)
    {
        var types = list.Entries.Where(e => e.Kind == 'T').Select(e => e.Type).ToHashSet();
        var implementations = from type in types
                              let symbol = first.GetTypeByMetadataName(MetadataName(type, types))
                              where symbol is not null
                              from text in InterfaceSource.Missing(symbol)
                              select (type, text);
        var hidden = from name in list.Entries.SelectMany(e => e.Attributes).SelectMany(a => NamedTypes().Matches(a)).Select(m => m.Groups[1].Value).Distinct()
                     where first.GetTypeByMetadataName(MetadataName(name, types)) is null
                     let dot = name.LastIndexOf('.')
                     select (Outer: name[..dot], Name: name[(dot + 1)..]);
        var attributes = new AttributeSource(first);
        return new Additions
        {
            ExplicitImplementations = implementations.ToLookup(i => i.type, i => i.text),
            InternalTypes = hidden.ToLookup(h => h.Outer, h => h.Name),
            Attribute = attributes.Of,
        };
    }

    private static List<Unexpressed> Refused(IEnumerable<Diagnostic> diagnostics, AssemblySource source)
    {
        var errors = diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
            .Select(d => (Diagnostic: d, Origin: source.Origin(d.Location.GetLineSpan().StartLinePosition.Line))).ToList();
        var refused = errors.Where(e => e.Origin is not null)
            .Select(e => new Unexpressed(e.Origin!.Value.Entry, e.Origin.Value.Attribute, e.Diagnostic.GetMessage(null)))
            .DistinctBy(u => (u.Entry.Id, u.Attribute)).ToList();
        return refused.Count > 0
            ? refused
            : throw new InvalidOperationException($"The compiler refuses the source: {string.Join("; ", errors.Select(e => e.Diagnostic))}");
    }

    private static string MetadataName(string type, HashSet<string> types) =>
        type.LastIndexOf('.') is var dot && dot > 0 && types.Contains(type[..dot]) ? $"{MetadataName(type[..dot], types)}+{type[(dot + 1)..]}" : type;

    [GeneratedRegex(@"typeof\(([\w.]+)\)")]
    private static partial Regex NamedTypes();
}
