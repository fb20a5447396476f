using System.Text.RegularExpressions;

namespace ChatPay.Local.ServiceBus.Sql;

/// <summary>The kind of a token.</summary>
internal enum SqlTokenKind
{
    Word,
    Delimited,
    Number,
    Text,
    Symbol,
    End,
}

/// <summary>A token of a filter.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Value">The text, without quotes and brackets.</param>
internal sealed record SqlToken(SqlTokenKind Kind, string Value)
{
    public bool Is(string word) =>
        Kind is SqlTokenKind.Word or SqlTokenKind.Symbol && Value.Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Splits a filter into tokens.</summary>
internal sealed partial class SqlTokens
{
    private readonly List<SqlToken> _tokens = [];
    private readonly string _text;
    private int _next;

    public SqlTokens(string text)
    {
        _text = text;
        var at = 0;
        while (at < text.Length)
        {
            var match = Token().Match(text, at);
            if (!match.Success)
                throw Wrong($"it cannot be read from '{text[at..]}' on");
            at += match.Length;
            if (Read(match) is { } token)
                _tokens.Add(token);
        }

        _tokens.Add(new SqlToken(SqlTokenKind.End, "the end"));
    }

    public SqlToken Peek => _tokens[_next];

    public SqlToken Take() => Peek.Kind == SqlTokenKind.End ? Peek : _tokens[_next++];

    /// <summary>Consumes the words if all of them come next.</summary>
    public bool TryTake(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (_next + i >= _tokens.Count || !_tokens[_next + i].Is(words[i]))
                return false;
        }

        _next += words.Length;
        return true;
    }

    /// <exception cref="ArgumentException">Something else comes next.</exception>
    public void Expect(string word)
    {
        if (!TryTake(word))
            throw Wrong($"'{word}' is missing before '{Peek.Value}'");
    }

    public ArgumentException Wrong(string what) => new($"The SQL filter \"{_text}\" is wrong: {what}.");

    public NotSupportedException NotHere(string what) =>
        new($"The SQL filter \"{_text}\" uses {what}, which the local Service Bus does not have.");

    private static SqlToken? Read(Match match) => match switch
    {
        _ when match.Groups["space"].Success => null,
        _ when match.Groups["word"].Success => new SqlToken(SqlTokenKind.Word, match.Value),
        _ when match.Groups["bracket"].Success => new SqlToken(SqlTokenKind.Delimited, match.Groups["bracket"].Value.Replace("]]", "]")),
        _ when match.Groups["quoted"].Success => new SqlToken(SqlTokenKind.Delimited, match.Groups["quoted"].Value.Replace("\"\"", "\"")),
        _ when match.Groups["number"].Success => new SqlToken(SqlTokenKind.Number, match.Value),
        _ when match.Groups["text"].Success => new SqlToken(SqlTokenKind.Text, match.Groups["text"].Value.Replace("''", "'")),
        _ => new SqlToken(SqlTokenKind.Symbol, match.Value),
    };

    [GeneratedRegex(
        """
            \G(?:(?<space>\s+)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|\[(?<bracket>(?:[^\]]|\]\])+)\]|"(?<quoted>(?:[^"]|"")+)"|N?'(?<text>(?:[^']|'')*)'|(?<symbol><>|!=|<=|>=|[=<>()+\-*/%,.@]))
            """)]
    private static partial Regex Token();
}
