using System.Globalization;
using System.Text;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Statements;

/// <summary>A statement as comma-separated values (RFC 4180). Text that a spreadsheet would interpret as a formula is
/// escaped.</summary>
public static class StatementCsv
{
    private const string EndOfLine = "\r\n";

    public static string Of(Statement statement)
    {
        var text = new StringBuilder("time,order,what,amount,balance,currency").Append(EndOfLine);
        Row(text, statement.From, "", "opening balance", "", statement.Opening);
        foreach (var line in statement.Lines)
            Row(text, line.At, line.OrderId, line.What, line.Amount.ToDecimalString(), line.Balance!.Value);
        Row(text, statement.To, "", "closing balance", "", statement.Closing);
        return text.ToString();
    }

    private static void Row(StringBuilder text, DateTimeOffset at, string order, string what, string amount, Money balance) =>
        text.AppendJoin(
                ',',
                at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                Field(order),
                Field(what),
                amount,
                balance.ToDecimalString(),
                balance.Currency)
            .Append(EndOfLine);

    /// <summary>A text field.</summary>
    public static string Field(string value)
    {
        var safe = value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + value : value;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
