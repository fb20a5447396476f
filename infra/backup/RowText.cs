using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;

namespace ChatPay.Backup;

/// <summary>A row as a line of JSON: each property with its type, which JSON alone does not tell.</summary>
internal static class RowText
{
    // The service sets them itself.
    private static readonly string[] Own = ["odata.etag", "Timestamp"];

    public static string Of(TableEntity row) => JsonSerializer.Serialize(
        row.Where(p => p.Value is not null && !Own.Contains(p.Key)).ToDictionary(p => p.Key, p => Write(p.Key, p.Value)));

    /// <exception cref="BackupException">It is not a line of an export.</exception>
    public static TableEntity Read(string line)
    {
        try
        {
            return new TableEntity(
                (JsonSerializer.Deserialize<Dictionary<string, string[]>>(line) ?? []).ToDictionary(p => p.Key, p => Read(p.Key, p.Value)));
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException)
        {
            throw new BackupException("A line of the export is damaged: it is cut off, or has been edited.");
        }
    }

    private static string[] Write(string name, object value) => value switch
    {
        string text => ["string", text],
        bool flag => ["bool", flag ? "true" : "false"],
        int number => ["int", number.ToString(CultureInfo.InvariantCulture)],
        long number => ["long", number.ToString(CultureInfo.InvariantCulture)],
        double number => ["double", number.ToString("R", CultureInfo.InvariantCulture)],
        DateTimeOffset time => ["time", time.ToString("O", CultureInfo.InvariantCulture)],
        Guid id => ["guid", id.ToString("D")],
        byte[] bytes => ["bytes", Convert.ToBase64String(bytes)],
        BinaryData bytes => ["bytes", Convert.ToBase64String(bytes)],
        _ => throw new BackupException($"The property {name} is a {value.GetType().Name}, which no table stores."),
    };

    private static object Read(string name, string[] typed) => typed switch
    {
        ["string", var text] => text,
        ["bool", var text] => bool.Parse(text),
        ["int", var text] => int.Parse(text, CultureInfo.InvariantCulture),
        ["long", var text] => long.Parse(text, CultureInfo.InvariantCulture),
        ["double", var text] => double.Parse(text, CultureInfo.InvariantCulture),
        ["time", var text] => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture),
        ["guid", var text] => Guid.Parse(text),
        ["bytes", var text] => Convert.FromBase64String(text),
        _ => throw new BackupException($"The property {name} has a type that this version does not know."),
    };
}
