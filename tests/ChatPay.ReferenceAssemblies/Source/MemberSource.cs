using System.Text.RegularExpressions;
using ChatPay.ReferenceAssemblies.Listing;

namespace ChatPay.ReferenceAssemblies.Source;

/// <summary>One member of a list as a declaration in C#. Bodies are left to the compiler to leave out.</summary>
internal static partial class MemberSource
{
    private const string Body = " => throw null!;";

    private static readonly Dictionary<string, string> Operators = new()
    {
        ["op_Equality"] = "==",
        ["op_Inequality"] = "!=",
        ["op_LessThan"] = "<",
        ["op_GreaterThan"] = ">",
        ["op_LessThanOrEqual"] = "<=",
        ["op_GreaterThanOrEqual"] = ">=",
        ["op_Addition"] = "+",
        ["op_Subtraction"] = "-",
        ["op_Multiply"] = "*",
        ["op_Division"] = "/",
        ["op_Modulus"] = "%",
        ["op_BitwiseAnd"] = "&",
        ["op_BitwiseOr"] = "|",
        ["op_ExclusiveOr"] = "^",
        ["op_LeftShift"] = "<<",
        ["op_RightShift"] = ">>",
        ["op_UnaryNegation"] = "-",
        ["op_UnaryPlus"] = "+",
        ["op_LogicalNot"] = "!",
        ["op_OnesComplement"] = "~",
        ["op_Increment"] = "++",
        ["op_Decrement"] = "--",
        ["op_True"] = "true",
        ["op_False"] = "false",
    };

    /// <summary>The declaration, or nothing for what the compiler adds to a record by itself.</summary>
    public static string? Of(SurfaceEntry member, SurfaceEntry type)
    {
        var (facts, kind) = (new Facts(member.Facts), new Facts(type.Facts));
        if (kind.Has("record") && IsMadeByTheCompiler(member, type))
            return null;

        var name = Words.Name(member.Name[(member.Type.Length + 1)..]);
        var inInterface = kind.Has("interface");
        return member.Kind switch
        {
            'F' when kind.Has("enum") => $"{name} = {facts["value"]},",
            'F' => Field(facts, name),
            'E' => Event(facts, name, inInterface),
            'P' => Property(facts, name, inInterface),
            _ when facts.Has("ctor") => $"{Modifiers(facts, false)} {TypeSource.SimpleName(type)}({Parameters(facts)}){Body}",
            _ => Method(facts, name, inInterface),
        };
    }

    private static bool IsMadeByTheCompiler(SurfaceEntry member, SurfaceEntry type)
    {
        var name = member.Name[(member.Type.Length + 1)..];
        return name is "op_Equality" or "op_Inequality" || name == "Equals" && !member.Id.EndsWith($".Equals({type.Id[2..]})", StringComparison.Ordinal);
    }

    private static string Field(Facts facts, string name)
    {
        var value = facts["value"] is { } constant ? " = " + constant : "";
        return $"{Modifiers(facts, false)} {Words.Type(facts["type"]!)} {name}{value};";
    }

    private static string Event(Facts facts, string name, bool inInterface) =>
        $"{Modifiers(facts, inInterface)} event {Words.Type(facts["type"]!)} {name}"
        + (HasBody(facts, inInterface) ? " { add => throw null!; remove => throw null!; }" : ";");

    private static string Property(Facts facts, string name, bool inInterface)
    {
        var (type, accessors) = TypeAndAccessors(facts["type"]!);
        var index = facts["index"] is null ? "" : $"[{ParameterSource.Parameters(facts.Inner("index"))}]";
        var body = HasBody(facts, inInterface) ? accessors.Replace(";", Body + " ") : accessors;
        return $"{Modifiers(facts, inInterface)} {Words.Type(type)} {(index.Length > 0 ? "this" : name)}{index} {{ {body} }}";
    }

    private static string Method(Facts facts, string name, bool inInterface)
    {
        var (result, parameters, modifiers) = (Words.Type(facts["returns"]!), Parameters(facts), Modifiers(facts, inInterface));
        if (name is "op_Implicit" or "op_Explicit")
            return $"{modifiers} {(name == "op_Implicit" ? "implicit" : "explicit")} operator {result}({parameters}){Body}";
        if (Operators.TryGetValue(name, out var symbol))
            return $"{modifiers} {result} operator {symbol}({parameters}){Body}";

        var end = HasBody(facts, inInterface) ? Body : ";";
        return $"{modifiers} {result} {name}{ParameterSource.TypeParameters(facts)}({parameters}){ParameterSource.Constraints(facts, [facts])}{end}";
    }

    private static string Parameters(Facts facts) => ParameterSource.Parameters(facts.Inner("params"));

    /// <summary>In C#, what has no access modifier in a list is public.</summary>
    private static string Modifiers(Facts facts, bool inInterface)
    {
        var words = facts.Words.Where(w => w is not ("ctor" or "default-impl" or "protected" or "protected-internal"));
        var access = facts.Has("protected-internal") ? "protected internal" : facts.Has("protected") ? "protected" : inInterface ? "" : "public";
        return string.Join(" ", words.Prepend(access)).Trim();
    }

    private static bool HasBody(Facts facts, bool inInterface) => inInterface ? facts.Has("default-impl") : !facts.Has("abstract");

    private static (string Type, string Accessors) TypeAndAccessors(string text)
    {
        var match = PropertyType().Match(text);
        return (match.Groups[1].Value, match.Groups[2].Value);
    }

    [GeneratedRegex(@"^(\S+) \{ (.*) \}$")]
    private static partial Regex PropertyType();
}
