namespace ChatPay.ReferenceAssemblies.Source;

/// <summary>What a list does not say and a compiler wants: found out from a first compilation without it.</summary>
internal sealed class Additions
{
    /// <summary>By the id of a type: the members of its interfaces that no public member of it implements.</summary>
    public ILookup<string, string> ExplicitImplementations { get; init; } = Array.Empty<string>().ToLookup(s => s);

    /// <summary>By the id of a type, or by a namespace: internal types that attributes name.</summary>
    public ILookup<string, string> InternalTypes { get; init; } = Array.Empty<string>().ToLookup(s => s);

    /// <summary>An attribute of the list in C#, or nothing where there is no such attribute.</summary>
    public Func<string, string?> Attribute { get; init; } = _ => null;
}
