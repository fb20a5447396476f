using System.Globalization;
using System.Reflection;

namespace ChatPay.Local.Tests.Sdk;

/// <summary>Attributes and constants as the lists write them. What compilers add is left out.</summary>
internal static class AttributeTexts
{
    private static readonly HashSet<string> OfCompilers =
    [
        "NullableAttribute", "NullableContextAttribute", "NullablePublicOnlyAttribute", "CompilerGeneratedAttribute", "AsyncStateMachineAttribute",
        "AsyncIteratorStateMachineAttribute", "IteratorStateMachineAttribute", "DebuggerStepThroughAttribute", "DebuggerDisplayAttribute",
        "DebuggerTypeProxyAttribute", "DebuggerBrowsableAttribute", "DebuggerHiddenAttribute", "DebuggerNonUserCodeAttribute", "ExtensionAttribute",
        "DefaultMemberAttribute", "IsReadOnlyAttribute", "IsByRefLikeAttribute", "RequiredMemberAttribute", "CompilerFeatureRequiredAttribute",
        "TupleElementNamesAttribute", "GeneratedCodeAttribute", "SuppressMessageAttribute", "StructLayoutAttribute", "IsUnmanagedAttribute",
        "PreserveBaseOverridesAttribute", "ScopedRefAttribute", "DynamicAttribute", "MethodImplAttribute",
    ];

    /// <summary>Where the official assembly is built for .NET Standard these are internal to it, so that the lists do not have them.</summary>
    private static readonly HashSet<string> OfNullableFlow =
    [
        "AllowNullAttribute", "DisallowNullAttribute", "DoesNotReturnAttribute", "DoesNotReturnIfAttribute", "MaybeNullAttribute", "MaybeNullWhenAttribute",
        "MemberNotNullAttribute", "MemberNotNullWhenAttribute", "NotNullAttribute", "NotNullIfNotNullAttribute", "NotNullWhenAttribute",
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

    private static bool IsWritten(CustomAttributeData attribute) =>
        attribute.AttributeType is { IsVisible: true } type
        && !OfCompilers.Contains(type.Name)
        && !OfNullableFlow.Contains(type.Name)
        && !(type == typeof(ObsoleteAttribute) && attribute.ConstructorArguments is [{ Value: string why }, ..] && why.Contains("required members"));

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
        { ArgumentType.IsEnum: true } => Enum.ToObject(argument.ArgumentType, argument.Value!).ToString()!.Replace(", ", "|"),
        _ => Constant(argument.Value),
    };
}
