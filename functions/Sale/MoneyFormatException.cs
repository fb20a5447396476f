namespace ChatPay.Functions.Sale;

/// <summary>The text is not a valid amount of money. The message says what to write instead.</summary>
/// <param name="field"><c>amount</c> or <c>currency</c>.</param>
/// <param name="message">For the caller.</param>
public sealed class MoneyFormatException(string field, string message) : FormatException(message)
{
    /// <summary>Which of the two fields is wrong.</summary>
    public string Field { get; } = field;
}
