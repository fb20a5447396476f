using System.Globalization;

namespace ChatPay.Local.ServiceBus;

/// <summary>An application property as text with its type, so that it comes back as what it was: the types that Service Bus takes.</summary>
internal sealed record PropertyText(string Type, string? Value)
{
    /// <exception cref="ArgumentException">Service Bus does not take values of this type.</exception>
    public static PropertyText From(string name, object? value) => value switch
    {
        null => new PropertyText("null", null),
        string v => new PropertyText("string", v),
        byte[] v => new PropertyText("binary", Convert.ToBase64String(v)),
        DateTime v => new PropertyText("DateTime", v.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
        DateTimeOffset v => new PropertyText("DateTimeOffset", v.ToString("O", CultureInfo.InvariantCulture)),
        TimeSpan v => new PropertyText("TimeSpan", v.ToString("c", CultureInfo.InvariantCulture)),
        Uri v => new PropertyText("Uri", v.OriginalString),
        bool or byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal or char or Guid =>
            new PropertyText(value.GetType().Name, Convert.ToString(value, CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"Service Bus takes no application property of type {value.GetType()} ({name})."),
    };

    public object? ToValue() => Type switch
    {
        "null" => null,
        "string" => Value,
        "binary" => Convert.FromBase64String(Value!),
        "Boolean" => bool.Parse(Value!),
        "Byte" => byte.Parse(Value!, CultureInfo.InvariantCulture),
        "SByte" => sbyte.Parse(Value!, CultureInfo.InvariantCulture),
        "Int16" => short.Parse(Value!, CultureInfo.InvariantCulture),
        "UInt16" => ushort.Parse(Value!, CultureInfo.InvariantCulture),
        "Int32" => int.Parse(Value!, CultureInfo.InvariantCulture),
        "UInt32" => uint.Parse(Value!, CultureInfo.InvariantCulture),
        "Int64" => long.Parse(Value!, CultureInfo.InvariantCulture),
        "UInt64" => ulong.Parse(Value!, CultureInfo.InvariantCulture),
        "Single" => float.Parse(Value!, CultureInfo.InvariantCulture),
        "Double" => double.Parse(Value!, CultureInfo.InvariantCulture),
        "Decimal" => decimal.Parse(Value!, CultureInfo.InvariantCulture),
        "Char" => Value![0],
        "Guid" => Guid.Parse(Value!),
        "DateTime" => DateTime.Parse(Value!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        "DateTimeOffset" => DateTimeOffset.Parse(Value!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        "TimeSpan" => TimeSpan.Parse(Value!, CultureInfo.InvariantCulture),
        "Uri" => new Uri(Value!, UriKind.RelativeOrAbsolute),
        _ => throw new InvalidDataException($"The stored property type {Type} is unknown."),
    };
}
