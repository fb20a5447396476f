using System.Text;
using ChatPay.ReferenceAssemblies.Listing;

namespace ChatPay.ReferenceAssemblies.Source;

/// <summary>A list as C# source, each of whose lines knows which line of the list it is from.</summary>
internal sealed class AssemblySource
{
    private readonly StringBuilder _text = new();
    private readonly List<(SurfaceEntry Entry, string? Attribute)?> _origins = [];
    private readonly Dictionary<string, SurfaceEntry> _types;
    private readonly ILookup<string, SurfaceEntry> _members;
    private readonly ILookup<string, SurfaceEntry> _nested;
    private readonly Additions _additions;
    private readonly HashSet<(string Id, string? Attribute)> _leftOut;

    public AssemblySource(SurfaceList list, Additions additions, IEnumerable<Unexpressed> leftOut)
    {
        _additions = additions;
        _leftOut = [.. leftOut.Select(u => (u.Entry.Id, u.Attribute))];
        _types = list.Entries.Where(e => e.Kind == 'T').ToDictionary(e => e.Type);
        _members = list.Entries.Where(e => e.Kind != 'T').ToLookup(e => e.Type);
        _nested = _types.Values.Where(t => _types.ContainsKey(Outer(t.Type))).ToLookup(t => Outer(t.Type));

        Line($"#nullable {(IsAnnotated(list) ? "enable" : "disable")}");
        var namespaces = _types.Keys.Select(Outer).Where(o => !_types.ContainsKey(o));
        foreach (var name in namespaces.Concat(additions.InternalTypes.Select(g => g.Key).Where(k => !_types.ContainsKey(k))).Distinct())
            Namespace(name);
    }

    public string Text => _text.ToString();

    /// <summary>What a line of <see cref="Text"/>, counted from 0, is from.</summary>
    public (SurfaceEntry Entry, string? Attribute)? Origin(int line) => _origins[line];

    private void Namespace(string name)
    {
        Line($"namespace {name}");
        Line("{");
        foreach (var type in _types.Values.Where(t => Outer(t.Type) == name))
            Type(type);
        foreach (var type in _additions.InternalTypes[name])
            Line($"internal sealed class {type} {{ }}");
        Line("}");
    }

    private void Type(SurfaceEntry type)
    {
        if (IsLeftOut(type))
            return;

        var members = _members[type.Type].ToList();
        Attributes(type);
        if (new Facts(type.Facts).Has("delegate"))
        {
            Line(TypeSource.Delegate(type, members.Single()), type);
            return;
        }

        Line(TypeSource.Head(type, members), type);
        Line("{");
        if (TypeSource.NeedsHiddenConstructor(type, members))
            Line($"internal {TypeSource.SimpleName(type)}() {{ }}", type);
        foreach (var member in members.Where(m => !IsLeftOut(m)))
            Member(member, type);
        foreach (var implementation in _additions.ExplicitImplementations[type.Type])
            Line(implementation, type);
        foreach (var nested in _nested[type.Type])
            Type(nested);
        foreach (var hidden in _additions.InternalTypes[type.Type])
            Line($"internal sealed class {hidden} {{ }}");
        Line("}");
    }

    private void Member(SurfaceEntry member, SurfaceEntry type)
    {
        if (MemberSource.Of(member, type) is not { } declaration)
            return;
        Attributes(member);
        Line(declaration, member);
    }

    private void Attributes(SurfaceEntry entry)
    {
        foreach (var attribute in entry.Attributes.Where(a => !_leftOut.Contains((entry.Id, a))))
        {
            if (_additions.Attribute(attribute) is { } text)
                Line($"[{text}]", entry, attribute);
        }
    }

    private void Line(string text, SurfaceEntry? entry = null, string? attribute = null)
    {
        _text.Append(text).Append('\n');
        _origins.Add(entry is null ? null : (entry, attribute));
    }

    private bool IsLeftOut(SurfaceEntry entry) => _leftOut.Contains((entry.Id, null));

    private static string Outer(string type) => type[..type.LastIndexOf('.')];

    /// <summary>An assembly without one nullable reference is one that was compiled without nullable annotations.</summary>
    private static bool IsAnnotated(SurfaceList list) =>
        list.Entries.Any(e => e.Facts.Contains("string?", StringComparison.Ordinal) || e.Facts.Contains("object?", StringComparison.Ordinal));
}
