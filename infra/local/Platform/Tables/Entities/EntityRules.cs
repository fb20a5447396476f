using ChatPay.Local.Tables.Protocol;

namespace ChatPay.Local.Tables.Entities;

/// <summary>Enforces the limits of "Understanding the Table service data model". Sizes count text as UTF-16.</summary>
internal static class EntityRules
{
    private const int MaxProperties = 252;
    private const int MaxNameLength = 255;
    private const int LargestKey = 1024;
    private const int LargestValue = 64 * 1024;
    private const int LargestEntity = 1024 * 1024;
    private static readonly DateTime EarliestTime = new(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static void CheckKey(string key)
    {
        if (key.Length * 2 > LargestKey)
            throw TableFault.PropertyValueTooLarge();
        foreach (var c in key)
        {
            if (c is '/' or '\\' or '#' or '?' or <= '\u001f' or (>= '\u007f' and <= '\u009f'))
                throw TableFault.OutOfRangeInput();
        }
    }

    public static void CheckProperties(string partitionKey, string rowKey, IReadOnlyDictionary<string, EdmValue> properties)
    {
        if (properties.Count > MaxProperties)
            throw TableFault.TooManyProperties();

        var size = 4 + ((partitionKey.Length + rowKey.Length) * 2);
        foreach (var (name, value) in properties)
        {
            CheckName(name);
            var largest = value.Value switch { string text => text.Length * 2, byte[] bytes => bytes.Length, _ => 0 };
            if (largest > LargestValue)
                throw TableFault.PropertyValueTooLarge();
            if (value.Value is DateTime time && time < EarliestTime)
                throw TableFault.OutOfRangeInput();
            size += 8 + (name.Length * 2) + value.Size;
        }

        if (size > LargestEntity)
            throw TableFault.EntityTooLarge();
    }

    private static void CheckName(string name)
    {
        if (name.Length > MaxNameLength)
            throw TableFault.PropertyNameTooLong();
        if (name.Length == 0 || !(char.IsLetter(name[0]) || name[0] == '_') || !name.All(c => char.IsLetterOrDigit(c) || c == '_'))
            throw TableFault.PropertyNameInvalid();
    }
}
