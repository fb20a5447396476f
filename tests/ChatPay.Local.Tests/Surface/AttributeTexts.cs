using System.Globalization;
using System.Reflection;

namespace ChatPay.Local.Tests.Surface;

/// <summary>Formats attributes and constants for the lists, without those that compilers add.</summary>
internal static class AttributeTexts
{
    private static readonly HashSet<string> OfCompilers =
    [
        "NullableAttribute",
        "NullableContextAttribute",
        "NullablePublicOnlyAttribute",
        "CompilerGeneratedAttribute",
        "AsyncStateMachineAttribute",
        "AsyncIteratorStateMachineAttribute",
        "IteratorStateMachineAttribute",
        "DebuggerStepThroughAttribute",
        "DebuggerDisplayAttribute",
        "DebuggerTypeProxyAttribute",
        "DebuggerBrowsableAttribute",
        "DebuggerHiddenAttribute",
        "DebuggerNonUserCodeAttribute",
        "ExtensionAttribute",
        "DefaultMemberAttribute",
        "IsReadOnlyAttribute",
        "IsByRefLikeAttribute",
        "RequiredMemberAttribute",
        "CompilerFeatureRequiredAttribute",
        "TupleElementNamesAttribute",
        "GeneratedCodeAttribute",
        "SuppressMessageAttribute",
        "StructLayoutAttribute",
        "IsUnmanagedAttribute",
        "PreserveBaseOverridesAttribute",
        "ScopedRefAttribute",
        "DynamicAttribute",
        "MethodImplAttribute",
    ];

    public static string[] Of(IEnumerable<CustomAttributeData> attributes) =>
        [.. attributes.Where(IsWritten).Select(Text).Order(StringComparer.Ordinal)];

    public static bool Has(IEnumerable<CustomAttributeData> attributes, string name) =>
        attributes.Any(a => a.AttributeType.Name == name + "Attribute");

    public static string Constant(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r")}\"",
        bool flag => flag ? "true" : "false",
        char letter => $"'{letter}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Whether it is listed: public, and not compiler-generated.</summary>
    public static bool IsWritten(CustomAttributeData attribute) =>
        attribute.AttributeType is { IsVisible: true } type
        && !OfCompilers.Contains(type.Name)
        && !(
            type.Name == nameof(ObsoleteAttribute)
            && attribute.ConstructorArguments is [{ Value: string why }, ..]
            && why.Contains("required members"));

    private static string Text(CustomAttributeData attribute)
    {
        var name = attribute.AttributeType.Name;
        var arguments = attribute.ConstructorArguments.Select(Argument)
            .Concat(attribute.NamedArguments.Select(n => $"{n.MemberName}={Argument(n.TypedValue)}"));
        return $"{(name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^9] : name)}({string.Join(", ", arguments)})";
    }

    private static string Argument(CustomAttributeTypedArgument argument) => argument switch
    {
        { Value: IReadOnlyCollection<CustomAttributeTypedArgument> several } => $"{{{string.Join(", ", several.Select(Argument))}}}",
        { Value: Type type } => $"typeof({TypeNames.Readable(type)})",
        { ArgumentType.IsEnum: true } => EnumText(argument.ArgumentType, Convert.ToInt64(argument.Value, CultureInfo.InvariantCulture)),
        _ => Constant(argument.Value),
    };

    /// <summary>The value's name, the names of its flags, or the number.</summary>
    private static string EnumText(Type type, long value)
    {
        var named = type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => (f.Name, Value: Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture))).ToList();
        if (named.FirstOrDefault(n => n.Value == value).Name is { } name)
            return name;

        var bits = named.Where(n => long.IsPow2(n.Value) && (n.Value & value) != 0).Select(n => n.Name).ToList();
        return bits.Count > 0 ? string.Join("|", bits) : value.ToString(CultureInfo.InvariantCulture);
    }
}
