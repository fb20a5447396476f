using System.Text.RegularExpressions;
using ChatPay.ReferenceAssemblies.Listing;

namespace ChatPay.Local.Tests.Sdk;

/// <summary>
/// Holds a local SDK to the official API: it is a subset, by whole overload groups. A missing overload changes what a call means,
/// a missing member of an abstract type changes what deriving means, a missing enum value what a switch covers.
/// </summary>
public sealed partial class SurfaceComparison
{
    private static readonly string[] AttributeNamespaces =
    [
        "System", "System.ComponentModel", "System.Text.Json.Serialization", "System.Diagnostics.CodeAnalysis",
        "System.Runtime.CompilerServices", "System.Runtime.Serialization",
    ];

    /// <summary>Where the official assembly is built for .NET Standard these are internal to it, so that its list does not have them.</summary>
    private static readonly HashSet<string> OfNullableFlow =
    [
        "AllowNull", "DisallowNull", "DoesNotReturn", "MaybeNull", "MemberNotNull", "MemberNotNullWhen", "NotNull", "NotNullIfNotNull",
    ];

    private readonly Dictionary<string, SurfaceEntry> _official;
    private readonly Dictionary<string, SurfaceEntry> _local;
    private readonly HashSet<string> _localTypes;
    private readonly HashSet<string> _readableTypes;
    private readonly HashSet<string> _wholeTypes;
    private readonly HashSet<string> _groups;

    public SurfaceComparison(IEnumerable<SurfaceEntry> official, IEnumerable<SurfaceEntry> local)
    {
        _official = official.ToDictionary(e => e.Id);
        _local = local.ToDictionary(e => e.Id);
        _localTypes = [.. _local.Values.Where(e => e.Kind == 'T').Select(e => e.Type)];
        _readableTypes = [.. _localTypes.Select(t => Arity().Replace(t, ""))];
        _wholeTypes = [.. _local.Values.Where(e => e.Kind == 'T' && WholeTypes().IsMatch(e.Facts)).Select(e => e.Type)];
        _groups = [.. _local.Values.Where(e => e.Kind == 'M').Select(e => e.Name)];
    }

    /// <summary>What differs, by name; empty when the local SDK is a subset.</summary>
    public IReadOnlyList<SurfaceDifference> Differences() =>
    [
        .. Unofficial().Concat(Different()).Concat(Attributes()).Concat(IncompleteGroups()).Concat(IncompleteTypes())
            .OrderBy(d => d.Entry.Type, StringComparer.Ordinal).ThenBy(d => d.Entry.Id, StringComparer.Ordinal),
    ];

    /// <summary>Of a type that is not official, the type alone: its members go without saying.</summary>
    private IEnumerable<SurfaceDifference> Unofficial() =>
        from entry in _local.Values
        where !_official.ContainsKey(entry.Id)
        where entry.Kind == 'T' || _official.ContainsKey("T:" + entry.Type)
        select new SurfaceDifference(entry, "not official");

    private IEnumerable<SurfaceDifference> Different() =>
        from entry in _local.Values
        let official = _official.GetValueOrDefault(entry.Id)
        where official is not null && official.Facts != entry.Facts
        select new SurfaceDifference(entry, "different", $"\n    local:    {entry.Facts}\n    official: {official.Facts}");

    private IEnumerable<SurfaceDifference> Attributes()
    {
        foreach (var entry in _local.Values)
        {
            if (!_official.TryGetValue(entry.Id, out var official))
                continue;
            foreach (var attribute in entry.Attributes.Except(official.Attributes).Where(a => !OfNullableFlow.Contains(a.Split('(')[0])))
                yield return new SurfaceDifference(entry, "attribute that is not official", attribute);
            foreach (var attribute in official.Attributes.Except(entry.Attributes).Where(IsInTheSubset))
                yield return new SurfaceDifference(entry, "attribute that is missing", attribute);
        }
    }

    private IEnumerable<SurfaceDifference> IncompleteGroups() =>
        from entry in _official.Values
        where entry.Kind == 'M' && IsBegun(entry) && !_local.ContainsKey(entry.Id)
        select new SurfaceDifference(entry, "overload that is missing");

    private IEnumerable<SurfaceDifference> IncompleteTypes() =>
        from entry in _official.Values
        where entry.Kind != 'T' && _wholeTypes.Contains(entry.Type) && !_local.ContainsKey(entry.Id) && !IsBegun(entry)
        where !entry.Facts.Contains("virtual ", StringComparison.Ordinal) || !NamesLeftOutTypes(entry)
        select new SurfaceDifference(entry, "member that is missing of a type that must be whole");

    private bool IsBegun(SurfaceEntry entry) => entry.Kind == 'M' && _groups.Contains(entry.Name);

    /// <summary>A virtual member that needs a type which the subset leaves out can be left out with it: deriving means the same.</summary>
    private bool NamesLeftOutTypes(SurfaceEntry entry) => SdkTypes().Matches(entry.Facts).Any(m => !_readableTypes.Contains(m.Value));

    /// <summary>An attribute that .NET or the local SDK has, and that names no type which the subset leaves out.</summary>
    private bool IsInTheSubset(string attribute)
    {
        var name = attribute.Split('(')[0];
        var exists = AttributeNamespaces.Any(n => FromDotNet($"{n}.{name}Attribute")) || _localTypes.Any(t => t.EndsWith($".{name}Attribute", StringComparison.Ordinal));
        return exists && NamedTypes().Matches(attribute).All(m => _localTypes.Contains(m.Groups[1].Value) || FromDotNet(m.Groups[1].Value));
    }

    private static bool FromDotNet(string type) => new[]
    {
        typeof(object), typeof(System.ComponentModel.EditorBrowsableAttribute), typeof(System.ComponentModel.DefaultValueAttribute),
        typeof(System.Text.Json.Serialization.JsonConverterAttribute),
    }.Any(t => t.Assembly.GetType(type) is { IsPublic: true });

    [GeneratedRegex(@"^(protected )?(abstract |interface|enum)")]
    private static partial Regex WholeTypes();

    [GeneratedRegex(@"\b(Microsoft\.DurableTask|Microsoft\.Azure|DurableTask\.Core|Azure)\.[\w.]+")]
    private static partial Regex SdkTypes();

    [GeneratedRegex(@"`\d+")]
    private static partial Regex Arity();

    [GeneratedRegex(@"typeof\(([^)]*)\)")]
    private static partial Regex NamedTypes();
}
