using System.Text.RegularExpressions;

namespace ChatPay.ReferenceAssemblies.Source;

/// <summary>The facts of an entry, taken apart: "sealed override returns=int params=(int count = 1)".</summary>
internal sealed partial class Facts
{
    private readonly Dictionary<string, string> _values = [];

    public Facts(string text)
    {
        var keys = Keys().Matches(text);
        Words = [.. text[..(keys.Count > 0 ? keys[0].Index : text.Length)].Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        for (var i = 0; i < keys.Count; i++)
        {
            var start = keys[i].Index + keys[i].Length;
            var end = i + 1 < keys.Count ? keys[i + 1].Index : text.Length;
            _values[keys[i].Groups[1].Value] = text[start..end].Trim();
        }
    }

    /// <summary>Kind and modifiers.</summary>
    public IReadOnlyList<string> Words { get; }

    public string? this[string key] => _values.GetValueOrDefault(key);

    /// <summary>Where types stand that are marked when they may be null.</summary>
    public IEnumerable<string> Types => new[] { "returns", "params", "type", "index" }.Select(key => this[key]).OfType<string>();

    public bool Has(string word) => Words.Contains(word);

    /// <summary>Without the brackets around it.</summary>
    public string Inner(string key) => _values[key][1..^1];

    /// <summary>At each comma outside of brackets and quotes.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var parts = new List<string>();
        var (start, depth, quoted) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && (i == 0 || text[i - 1] != '\\'))
                quoted = !quoted;
            if (quoted)
                continue;
            depth += text[i] is '<' or '(' or '[' or '{' ? 1 : text[i] is '>' or ')' or ']' or '}' ? -1 : 0;
            if (text[i] != ',' || depth > 0)
                continue;
            parts.Add(text[start..i].Trim());
            start = i + 1;
        }

        if (text[start..].Trim() is { Length: > 0 } last)
            parts.Add(last);
        return parts;
    }

    [GeneratedRegex(@"(?:^|(?<= ))(base|underlying|implements|typeparams|returns|params|type|value|index)=")]
    private static partial Regex Keys();
}
