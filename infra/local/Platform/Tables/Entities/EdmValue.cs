using System.Globalization;
using System.Text;

namespace ChatPay.Local.Tables.Entities;

/// <summary>The property types of a table.</summary>
internal enum EdmType
{
    String,
    Int32,
    Int64,
    Double,
    Boolean,
    DateTime,
    Guid,
    Binary,
}

/// <summary>A typed property value, or a constant in a filter. Never null: a null property is not stored.</summary>
internal readonly record struct EdmValue(EdmType Type, object Value)
{
    /// <summary>The order of two values; null when their types cannot be compared.</summary>
    public int? CompareTo(EdmValue other) => (Value, other.Value) switch
    {
        (string a, string b) => CompareText(a, b),
        (bool a, bool b) => a.CompareTo(b),
        (DateTime a, DateTime b) => a.CompareTo(b),
        (Guid a, Guid b) => string.CompareOrdinal(a.ToString("N"), b.ToString("N")),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        (double a, _) => other.AsDouble() is { } b ? Compare(a, b) : null,
        (_, double b) => AsDouble() is { } a ? Compare(a, b) : null,
        _ => AsInteger() is { } a && other.AsInteger() is { } b ? a.CompareTo(b) : null,
    };

    /// <summary>The number of bytes that it contributes to the size of its entity.</summary>
    public int Size => Value switch
    {
        string text => (text.Length * 2) + 4,
        byte[] bytes => bytes.Length + 4,
        Guid => 16,
        int => 4,
        bool => 1,
        _ => 8,
    };

    /// <summary>Compares by code point, like the index of the data file.</summary>
    public static int CompareText(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        for (var i = 0; i < length; i++)
        {
            if (a[i] == b[i])
                continue;
            // In UTF-16 surrogates sort below U+E000, though the code points they encode are above.
            var (left, right) = (char.IsSurrogate(a[i]), char.IsSurrogate(b[i]));
            return left == right ? a[i].CompareTo(b[i]) : left ? 1 : -1;
        }

        return a.Length.CompareTo(b.Length);
    }

    /// <summary>The text form used in the protocol's JSON.</summary>
    public string ToText() => Value switch
    {
        DateTime time => EntityTag.Time(time.Ticks),
        byte[] bytes => Convert.ToBase64String(bytes),
        Guid id => id.ToString("D"),
        double number => Text(number),
        bool flag => flag ? "true" : "false",
        var other => Convert.ToString(other, CultureInfo.InvariantCulture)!,
    };

    private static string Text(double number)
    {
        if (double.IsPositiveInfinity(number))
            return "Infinity";
        if (double.IsNegativeInfinity(number))
            return "-Infinity";
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        // A double without a fraction must still read as one.
        return double.IsNaN(number) || text.AsSpan().IndexOfAny('.', 'E', 'e') >= 0 ? text : text + ".0";
    }

    private static int? Compare(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? null : a.CompareTo(b);

    private double? AsDouble() => Value switch { double d => d, int i => i, long l => l, _ => null };

    private long? AsInteger() => Value switch { int i => i, long l => l, _ => null };

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(Type).Append(' ').Append(ToText());
        return true;
    }
}
