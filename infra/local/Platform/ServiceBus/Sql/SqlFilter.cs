using Azure.Core.Amqp;

namespace ChatPay.Local.ServiceBus.Sql;

/// <summary>Evaluates to a value of a message, or something computed from it; null is SQL's NULL and UNKNOWN.</summary>
internal delegate object? SqlExpression(AmqpAnnotatedMessage message);

/// <summary>
/// Parses the predicates of a SQL filter (Service Bus, "SQL filter syntax"): AND, OR and NOT over comparisons, IN, LIKE, IS NULL and
/// EXISTS, with SQL's three-valued logic. Anything else is rejected by name.
/// </summary>
internal sealed class SqlFilter
{
    private static readonly Dictionary<string, Func<int, bool>> Comparisons = new()
    {
        ["="] = c => c == 0,
        ["<>"] = c => c != 0,
        ["!="] = c => c != 0,
        ["<"] = c => c < 0,
        ["<="] = c => c <= 0,
        [">"] = c => c > 0,
        [">="] = c => c >= 0,
    };

    private readonly SqlTokens _tokens;
    private readonly SqlOperands _operands;

    private SqlFilter(string text)
    {
        _tokens = new SqlTokens(text);
        _operands = new SqlOperands(_tokens, Either);
    }

    /// <exception cref="ArgumentException">The expression is not valid.</exception>
    /// <exception cref="NotSupportedException">The expression uses something that is not emulated; the message names it.</exception>
    public static Func<AmqpAnnotatedMessage, bool> Parse(string text)
    {
        var filter = new SqlFilter(text);
        var predicate = filter.Either();
        if (filter._tokens.Peek is { Kind: not SqlTokenKind.End } rest)
            throw filter._tokens.Wrong($"nothing is expected at '{rest.Value}'");
        return message => predicate(message) is true;
    }

    private SqlExpression Either()
    {
        var left = Both();
        while (_tokens.TryTake("OR"))
            left = Or(left, Both());
        return left;
    }

    private SqlExpression Both()
    {
        var left = Negated();
        while (_tokens.TryTake("AND"))
            left = Not(Or(Not(left), Not(Negated())));
        return left;
    }

    private SqlExpression Negated() => _tokens.TryTake("NOT") ? Not(Negated()) : Compared();

    private SqlExpression Compared()
    {
        var left = _operands.Sum();
        if (_tokens.TryTake("IS", "NOT", "NULL"))
            return m => left(m) is not null;
        if (_tokens.TryTake("IS", "NULL"))
            return m => left(m) is null;
        if (_tokens.TryTake("NOT", "IN"))
            return Not(In(left));
        if (_tokens.TryTake("IN"))
            return In(left);
        if (_tokens.TryTake("NOT", "LIKE"))
            return Not(_operands.Like(left));
        if (_tokens.TryTake("LIKE"))
            return _operands.Like(left);
        if (_tokens.Peek is not { Kind: SqlTokenKind.Symbol } sign || !Comparisons.TryGetValue(sign.Value, out var holds))
            return left;

        _tokens.Take();
        var right = _operands.Sum();
        return m => SqlValues.Compare(left(m), right(m)) is { } compared ? holds(compared) : null;
    }

    private SqlExpression In(SqlExpression left)
    {
        _tokens.Expect("(");
        var equal = Equal(left, _operands.Sum());
        while (_tokens.TryTake(","))
            equal = Or(equal, Equal(left, _operands.Sum()));
        _tokens.Expect(")");
        return equal;
    }

    private static SqlExpression Equal(SqlExpression left, SqlExpression right) =>
        m => SqlValues.Compare(left(m), right(m)) is { } compared ? compared == 0 : null;

    private static SqlExpression Or(SqlExpression left, SqlExpression right) => m => (left(m), right(m)) switch
    {
        (true, _) or (_, true) => true,
        (false, false) => false,
        _ => null,
    };

    private static SqlExpression Not(SqlExpression predicate) => m => predicate(m) is bool known ? !known : null;
}
