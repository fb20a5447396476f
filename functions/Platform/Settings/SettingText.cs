using System.ComponentModel;

namespace ChatPay.Functions.Platform.Settings;

/// <summary>Interprets the text of a setting by the rules of .NET's configuration binder.</summary>
internal static class SettingText
{
    /// <summary>Whether the binder would accept it.</summary>
    public static bool CanBe(Type type, string text)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string) || (text.Length == 0 && (plain != type || plain == typeof(Uri))))
            return true;
        try
        {
            // A number is not the name of an enum value.
            return plain.IsEnum ? Enum.IsDefined(plain, Enum.Parse(plain, text, ignoreCase: true)) && !char.IsAsciiDigit(text[0])
                : TypeDescriptor.GetConverter(plain).ConvertFromInvariantString(text) is not null;
        }
#pragma warning disable CA1031 // The converters wrap what they throw in Exception itself.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    /// <summary>What to write instead, for people.</summary>
    public static string Form(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } names => "one of " + string.Join(", ", Enum.GetNames(names)),
        var t when t == typeof(bool) => "true or false",
        var t when t == typeof(int) => "a whole number of at most 2147483647",
        var t when t == typeof(long) => "a whole number",
        var t when t == typeof(TimeSpan) => "a span of time such as 3.00:00:00 for three days",
        var t when t == typeof(Uri) => "an address such as https://name.example.net/",
        var t => $"a value of {t.Name}",
    };
}
