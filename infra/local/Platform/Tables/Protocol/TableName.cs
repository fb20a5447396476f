namespace ChatPay.Local.Tables.Protocol;

/// <summary>Table names: 3 to 63 letters and digits, starting with a letter, case-preserving but case-insensitive, and not "tables"
/// ("Understanding the Table service data model").</summary>
internal static class TableName
{
    public static void Check(string name)
    {
        if (name.Length is < 3 or > 63)
            throw TableFault.OutOfRangeInput();
        if (!char.IsAsciiLetter(name[0])
            || !name.All(char.IsAsciiLetterOrDigit)
            || name.Equals("tables", StringComparison.OrdinalIgnoreCase))
            throw TableFault.InvalidResourceName();
    }
}
