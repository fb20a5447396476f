using ChatPay.ReferenceAssemblies.Listing;

namespace ChatPay.ReferenceAssemblies.Source;

/// <summary>The head of a type's declaration in C#.</summary>
internal static class TypeSource
{
    public static string SimpleName(SurfaceEntry type) => Words.Name(type.Type[(type.Type.LastIndexOf('.') + 1)..].Split('`')[0]);

    /// <summary>Up to the opening brace.</summary>
    public static string Head(SurfaceEntry type, IEnumerable<SurfaceEntry> members)
    {
        var facts = new Facts(type.Facts);
        var access = facts.Has("protected") ? "protected" : "public";
        var words = string.Join(" ", facts.Words.Where(w => w != "protected").Prepend(access));
        var bases = new[] { facts["underlying"], facts["base"] }.OfType<string>().Concat(Facts.Split(facts["implements"] ?? "")).ToList();
        var inherits = bases.Count > 0 ? " : " + string.Join(", ", bases.Select(Words.Type)) : "";
        return $"{words} {SimpleName(type)}{ParameterSource.TypeParameters(facts)}{inherits}"
            + ParameterSource.Constraints(facts, members.Select(m => new Facts(m.Facts)));
    }

    /// <summary>The whole of a delegate, from its type's line and its signature's.</summary>
    public static string Delegate(SurfaceEntry type, SurfaceEntry signature)
    {
        var (facts, call) = (new Facts(type.Facts), new Facts(signature.Facts));
        var access = facts.Has("protected") ? "protected" : "public";
        var parameters = ParameterSource.Parameters(call.Inner("params"));
        return $"{access} delegate {Words.Type(call["returns"]!)} {SimpleName(type)}{ParameterSource.TypeParameters(facts)}({parameters})"
            + $"{ParameterSource.Constraints(facts, [call])};";
    }

    /// <summary>A class without a constructor in the list has one that nobody outside may call; C# would give it a public one.</summary>
    public static bool NeedsHiddenConstructor(SurfaceEntry type, IEnumerable<SurfaceEntry> members)
    {
        var facts = new Facts(type.Facts);
        return (facts.Has("class") || facts.Has("record") && !facts.Has("struct"))
            && !facts.Has("static")
            && !members.Any(m => m.Facts.StartsWith("ctor", StringComparison.Ordinal));
    }
}
