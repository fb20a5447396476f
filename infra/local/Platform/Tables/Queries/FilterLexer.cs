using System.Globalization;
using ChatPay.Local.Tables.Entities;

namespace ChatPay.Local.Tables.Queries;

/// <summary>A parenthesis, a word (a name or an operator), or a constant.</summary>
internal sealed record FilterToken(string? Word, EdmValue? Value)
{
    public static readonly FilterToken Open = new(null, null);
    public static readonly FilterToken Close = new(null, null);

    public bool Equals(FilterToken? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>Splits a $filter into tokens. Constants are those of OData 3: <c>'it''s'</c>, <c>5</c>, <c>5L</c>, <c>5.0</c>,
/// <c>true</c>, <c>datetime'…'</c>, <c>guid'…'</c>, <c>X'…'</c>, <c>binary'…'</c>.</summary>
internal static class FilterLexer
{
    public static List<FilterToken> Read(string text)
    {
        var tokens = new List<FilterToken>();
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
                at++;
            else if (c is '(' or ')')
            {
                tokens.Add(c == '(' ? FilterToken.Open : FilterToken.Close);
                at++;
            }
            else if (c == '\'')
                tokens.Add(Constant(EdmType.String, Quoted(text, ref at)));
            else
                tokens.Add(Word(text, ref at));
        }

        return tokens;
    }

    private static FilterToken Word(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')' or '\''))
            at++;
        var word = text[start..at];
        try
        {
            if (at < text.Length && text[at] == '\'')
                return Prefixed(word, Quoted(text, ref at));
            if (char.IsAsciiDigit(word[0]) || word[0] is '-' or '+' or '.')
                return Number(word);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw FilterParser.Bad();
        }

        return word switch
        {
            "true" => Constant(EdmType.Boolean, true),
            "false" => Constant(EdmType.Boolean, false),
            "NaN" => Constant(EdmType.Double, double.NaN),
            "INF" or "Infinity" => Constant(EdmType.Double, double.PositiveInfinity),
            _ => new FilterToken(word, null),
        };
    }

    private static FilterToken Prefixed(string prefix, string content) => prefix switch
    {
        "datetime" => Constant(EdmType.DateTime, EdmJson.Time(content)),
        "guid" => Constant(EdmType.Guid, Guid.Parse(content)),
        "X" or "binary" => Constant(EdmType.Binary, Convert.FromHexString(content)),
        _ => throw FilterParser.Bad(),
    };

    private static FilterToken Number(string word)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (word[^1] is 'L' or 'l')
            return Constant(EdmType.Int64, long.Parse(word[..^1], NumberStyles.AllowLeadingSign, invariant));
        if (int.TryParse(word, NumberStyles.AllowLeadingSign, invariant, out var small))
            return Constant(EdmType.Int32, small);
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, invariant, out var large))
            return Constant(EdmType.Int64, large);
        return Constant(EdmType.Double, EdmJson.Double(word[^1] is 'd' or 'D' or 'f' or 'F' ? word[..^1] : word));
    }

    private static FilterToken Constant(EdmType type, object value) => new(null, new EdmValue(type, value));

    private static string Quoted(string text, ref int at)
    {
        var start = ++at;
        for (; at < text.Length; at++)
        {
            if (text[at] != '\'')
                continue;
            if (at + 1 < text.Length && text[at + 1] == '\'')
            {
                at++;
                continue;
            }

            return text[start..at++].Replace("''", "'", StringComparison.Ordinal);
        }

        throw FilterParser.Bad();
    }
}
