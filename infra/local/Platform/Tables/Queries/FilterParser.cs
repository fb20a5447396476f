using ChatPay.Local.Tables.Protocol;

namespace ChatPay.Local.Tables.Queries;

/// <summary>Parses a $filter: "or" binds loosest, then "and", then "not", then comparisons and parentheses ("Querying tables and
/// entities").</summary>
internal sealed class FilterParser
{
    private const int Deepest = 200;
    private readonly List<FilterToken> _tokens;
    private int _next;
    private int _depth;

    private FilterParser(List<FilterToken> tokens) => _tokens = tokens;

    /// <exception cref="TableFault">The text is not a valid filter.</exception>
    public static Filter Parse(string text)
    {
        var parser = new FilterParser(FilterLexer.Read(text));
        var filter = parser.Or();
        return parser._next == parser._tokens.Count ? filter : throw Bad();
    }

    public static TableFault Bad() => TableFault.InvalidInput();

    private Filter Or()
    {
        var left = And();
        while (TakeWord("or"))
            left = new Filter.Or(left, And());
        return left;
    }

    private Filter And()
    {
        var left = Not();
        while (TakeWord("and"))
            left = new Filter.And(left, Not());
        return left;
    }

    private Filter Not()
    {
        if (++_depth > Deepest)
            throw Bad();
        try
        {
            return TakeWord("not") ? new Filter.Not(Not()) : Term();
        }
        finally
        {
            _depth--;
        }
    }

    private Filter Term()
    {
        if (Take(FilterToken.Open))
        {
            var inner = Or();
            return Take(FilterToken.Close) ? inner : throw Bad();
        }

        var left = Operand();
        if (_next >= _tokens.Count || _tokens[_next].Word is not ("eq" or "ne" or "gt" or "ge" or "lt" or "le"))
            return new Filter.IsTrue(left);

        var comparison = _tokens[_next++].Word!;
        var right = Operand();
        // Moves the name to the left, so that key comparisons are recognised.
        return left.Name is null && right.Name is not null
            ? new Filter.Compare(right, Turned(comparison), left)
            : new Filter.Compare(left, comparison, right);
    }

    private Operand Operand()
    {
        // A name or a constant may itself be in parentheses.
        var opened = 0;
        while (Take(FilterToken.Open))
            opened++;
        if (_next >= _tokens.Count)
            throw Bad();
        var token = _tokens[_next++];
        var operand = token.Value is { } value ? new Operand(null, value) : new Operand(token.Word ?? throw Bad(), null);
        for (; opened > 0; opened--)
        {
            if (!Take(FilterToken.Close))
                throw Bad();
        }

        return operand;
    }

    private bool TakeWord(string word)
    {
        if (_next >= _tokens.Count || _tokens[_next].Word != word)
            return false;
        _next++;
        return true;
    }

    private bool Take(FilterToken token)
    {
        if (_next >= _tokens.Count || _tokens[_next] != token)
            return false;
        _next++;
        return true;
    }

    private static string Turned(string comparison) => comparison switch
    {
        "gt" => "lt",
        "ge" => "le",
        "lt" => "gt",
        "le" => "ge",
        _ => comparison,
    };
}
