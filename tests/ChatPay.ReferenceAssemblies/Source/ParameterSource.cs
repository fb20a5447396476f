using System.Text.RegularExpressions;

namespace ChatPay.ReferenceAssemblies.Source;

/// <summary>Parameters and type parameters as C# source has them.</summary>
internal static partial class ParameterSource
{
    /// <summary>"params object[] args, int count = 1", without brackets.</summary>
    public static string Parameters(string list)
    {
        var extended = list.StartsWith("this ", StringComparison.Ordinal);
        var parameters = Facts.Split(extended ? list["this ".Length..] : list).Select(Parameter);
        return (extended ? "this " : "") + string.Join(", ", parameters);
    }

    /// <summary>"&lt;T, U&gt;", or nothing.</summary>
    public static string TypeParameters(Facts facts) =>
        facts["typeparams"] is null ? "" : $"<{string.Join(", ", Split(facts).Select(p => p.Name))}>";

    /// <summary>" where T : class, new()", or nothing. An override inherits what its parameters must be, and repeats the little it has to.</summary>
    /// <param name="facts">Of the type or method.</param>
    /// <param name="uses">Of the members that use the parameters.</param>
    public static string Constraints(Facts facts, IEnumerable<Facts> uses)
    {
        if (facts["typeparams"] is null)
            return "";
        var clauses = from parameter in Split(facts)
                      let name = parameter.Name.Split(' ')[^1]
                      let needed = Needed(name, parameter.Constraints, facts.Has("override"), uses)
                      where needed.Length > 0
                      select $" where {name} : {string.Join(", ", needed.Select(Words.Type))}";
        return string.Concat(clauses);
    }

    /// <summary>The lists leave "notnull" out, and show it: of a parameter that may be null, every use is marked "T?".</summary>
    private static string[] Needed(string name, string[] constraints, bool isOverride, IEnumerable<Facts> uses)
    {
        if (isOverride)
            return constraints.Where(c => c is "class" or "struct").ToArray() is { Length: > 0 } kept ? kept : ["default"];
        var bare = new Regex($@"(?<![\w.]){name}(?![\w?])");
        return constraints.Length == 0 && uses.Any(u => u.Types.Any(bare.IsMatch)) ? ["notnull"] : constraints;
    }

    private static IEnumerable<(string Name, string[] Constraints)> Split(Facts facts) =>
        from text in Facts.Split(facts.Inner("typeparams"))
        let parts = text.Split(':', 2)
        select (parts[0], parts.Length > 1 ? parts[1].Split('+') : []);

    private static string Parameter(string text)
    {
        var match = Parts().Match(text);
        var (type, name) = (match.Groups["type"].Value, match.Groups["name"].Value);
        var attributes = string.Concat(match.Groups["filled"].Captures.Select(c => $"[global::System.Runtime.CompilerServices.{c.Value}] "));
        var value = match.Groups["value"] is { Success: true } given ? " = " + Default(given.Value, type) : "";
        return $"{attributes}{match.Groups["pass"].Value}{Words.Type(type)} {Words.Name(name)}{value}";
    }

    /// <summary>The lists name a value of an enum without the enum's namespace, and one that has no name by its number.</summary>
    private static string Default(string value, string type)
    {
        var plain = Words.Type(type.TrimEnd('?'));
        if (EnumValue().IsMatch(value))
            return $"{plain}.{value.Split('.')[1]}";
        if (value == "null")
            return "default"; // the same constant, and of a type parameter the only way to write it
        return type.Contains('.') && (char.IsAsciiDigit(value[0]) || value[0] == '-') ? $"({plain})({value})" : value;
    }

    [GeneratedRegex(@"^(\[(?<filled>\w+)\] )*(?<pass>(params )?((ref|in|out) )?)(?<type>\S+) (?<name>\w+)( = (?<value>.*))?$")]
    private static partial Regex Parts();

    [GeneratedRegex(@"^[A-Za-z_]\w*\.[A-Za-z_]\w*$")]
    private static partial Regex EnumValue();
}
