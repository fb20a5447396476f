using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Core.Amqp;
using ChatPay.Local.ServiceBus.Topics;

namespace ChatPay.Local.ServiceBus.Sql;

/// <summary>Parses the operands of a SQL filter: properties, constants, and arithmetic on them.</summary>
internal sealed class SqlOperands(SqlTokens tokens, Func<SqlExpression> predicate)
{
    public SqlExpression Sum()
    {
        var left = Product();
        while (tokens.Peek is { Kind: SqlTokenKind.Symbol, Value: "+" or "-" })
            left = Calculated(left, tokens.Take(), Product());
        return left;
    }

    /// <summary>Parses what follows LIKE; % matches any text, _ one character.</summary>
    public SqlExpression Like(SqlExpression left)
    {
        if (tokens.Take() is not { Kind: SqlTokenKind.Text } pattern)
            throw tokens.Wrong("LIKE needs a text in quotes");
        var escape = tokens.TryTake("ESCAPE") ? tokens.Take().Value : null;
        var regex = new Regex(Pattern(pattern.Value, escape), RegexOptions.Singleline | RegexOptions.CultureInvariant);
        return m => left(m) is string text ? regex.IsMatch(text) : null;
    }

    private SqlExpression Product()
    {
        var left = Signed();
        while (tokens.Peek is { Kind: SqlTokenKind.Symbol, Value: "*" or "/" or "%" })
            left = Calculated(left, tokens.Take(), Signed());
        return left;
    }

    private SqlExpression Signed()
    {
        if (tokens.TryTake("+"))
            return Signed();
        if (!tokens.TryTake("-"))
            return Single();
        var value = Signed();
        return m => SqlValues.Calculate(0L, '-', value(m));
    }

    private SqlExpression Single()
    {
        if (tokens.TryTake("("))
        {
            var inner = predicate();
            tokens.Expect(")");
            return inner;
        }

        var token = tokens.Take();
        return token.Kind switch
        {
            SqlTokenKind.Number => Constant(Number(token.Value)),
            SqlTokenKind.Text => Constant(token.Value),
            SqlTokenKind.Word when token.Is("TRUE") => Constant(true),
            SqlTokenKind.Word when token.Is("FALSE") => Constant(false),
            SqlTokenKind.Word when token.Is("NULL") => Constant(null),
            SqlTokenKind.Word when token.Is("EXISTS") => Exists(),
            SqlTokenKind.Word or SqlTokenKind.Delimited => Property(token),
            SqlTokenKind.Symbol when token.Is("@") => throw tokens.NotHere($"the parameter @{tokens.Peek.Value}"),
            _ => throw tokens.Wrong($"a property or a value is missing before '{token.Value}'"),
        };
    }

    private SqlExpression Exists()
    {
        tokens.Expect("(");
        var property = Property(tokens.Take());
        tokens.Expect(")");
        return m => property(m) is not null;
    }

    private SqlExpression Property(SqlToken name)
    {
        if (tokens.TryTake("("))
            throw tokens.NotHere($"the function {name.Value}()");
        if (!tokens.TryTake("."))
            return m => Find(m, name.Value);

        var property = tokens.Take().Value;
        if (name.Is("user"))
            return m => Find(m, property);
        if (!name.Is("sys"))
            throw tokens.NotHere($"the scope {name.Value}");
        return SystemProperties.Has(property)
            ? m => SystemProperties.Read(m, property)
            : throw tokens.NotHere($"sys.{property} (there are {SystemProperties.Names})");
    }

    // Property names are case-insensitive.
    private static object? Find(AmqpAnnotatedMessage message, string name) =>
        message.ApplicationProperties.TryGetValue(name, out var value)
            ? value
            : message.ApplicationProperties.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static SqlExpression Calculated(SqlExpression left, SqlToken sign, SqlExpression right) =>
        m => SqlValues.Calculate(left(m), sign.Value[0], right(m));

    private static SqlExpression Constant(object? value) => _ => value;

    private static object Number(string text) =>
        text.Contains('e', StringComparison.OrdinalIgnoreCase) ? double.Parse(text, CultureInfo.InvariantCulture)
        : decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Pattern(string like, string? escape)
    {
        var pattern = new System.Text.StringBuilder("^");
        for (var i = 0; i < like.Length; i++)
        {
            if (escape is { Length: 1 } && like[i] == escape[0] && i + 1 < like.Length)
                pattern.Append(Regex.Escape(like[++i].ToString()));
            else
                pattern.Append(like[i] switch { '%' => ".*", '_' => ".", _ => Regex.Escape(like[i].ToString()) });
        }

        return pattern.Append("\\z").ToString();
    }
}
