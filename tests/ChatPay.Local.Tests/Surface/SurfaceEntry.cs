namespace ChatPay.Local.Tests.Surface;

/// <summary>One public or protected type or member: its documentation id, what it is, and its attributes.</summary>
/// <param name="Id">As in XML documentation, "M:Namespace.Type.Method(System.String)".</param>
/// <param name="Facts">Kind, modifiers, types, parameter names and defaults, as one text.</param>
/// <param name="Attributes">Each as "Name(arguments)".</param>
internal sealed record SurfaceEntry(string Id, string Facts, IReadOnlyList<string> Attributes)
{
    private const string AttributesMark = "attrs=[";

    public char Kind => Id[0];

    /// <summary>The id without kind and parameters: what all overloads share.</summary>
    public string Name => Id[2..].Split('(', '~')[0] is var name && Kind == 'M' ? name.Split("``")[0] : name;

    /// <summary>The type that a member is of; of a type, the type itself.</summary>
    public string Type => Kind == 'T' ? Id[2..] : Name[..Name.LastIndexOf('.')];

    /// <summary>The line of a list.</summary>
    public override string ToString() =>
        $"{Id} | {Facts}{(Attributes.Count == 0 ? "" : $" {AttributesMark}{string.Join("; ", Attributes)}]")}";

    /// <summary>Reads a line "id | facts attrs=[…]".</summary>
    public static SurfaceEntry Parse(string line)
    {
        var bar = line.IndexOf(" |", StringComparison.Ordinal);
        var rest = line[(bar + 2)..].Trim();
        var mark = rest.LastIndexOf(AttributesMark, StringComparison.Ordinal);
        return mark < 0
            ? new SurfaceEntry(line[..bar], rest, [])
            : new SurfaceEntry(line[..bar], rest[..mark].Trim(), [.. SplitAttributes(rest[(mark + AttributesMark.Length)..^1])]);
    }

    /// <summary>Splits at each "; " outside of quotes.</summary>
    private static IEnumerable<string> SplitAttributes(string text)
    {
        var (start, quoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && (i == 0 || text[i - 1] != '\\'))
                quoted = !quoted;
            if (quoted || text[i] != ';')
                continue;
            yield return text[start..i].Trim();
            start = i + 1;
        }

        yield return text[start..].Trim();
    }
}
