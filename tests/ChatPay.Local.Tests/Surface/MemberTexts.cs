using System.Reflection;

namespace ChatPay.Local.Tests.Surface;

/// <summary>Formats modifiers, parameters and defaults for the lists.</summary>
internal sealed class MemberTexts
{
    private static readonly string[] CompilerFilled =
        ["EnumeratorCancellation", "CallerMemberName", "CallerArgumentExpression", "CallerFilePath", "CallerLineNumber"];

    private readonly NullabilityInfoContext _nullability = new();

    public string Type(PropertyInfo property) => TypeNames.Readable(property.PropertyType, _nullability.Create(property));

    public string Type(FieldInfo field) => TypeNames.Readable(field.FieldType, _nullability.Create(field));

    public string Type(EventInfo raised) => TypeNames.Readable(raised.EventHandlerType!, _nullability.Create(raised));

    public string Returned(MethodInfo method) =>
        (method.ReturnType.IsByRef ? "ref " : "") + TypeNames.Readable(method.ReturnType, _nullability.Create(method.ReturnParameter));

    public string Parameters(IEnumerable<ParameterInfo> parameters) => string.Join(", ", parameters.Select(Parameter));

    /// <summary>The modifiers, each with a leading space.</summary>
    public static string Modifiers(MethodBase method)
    {
        var access = method.IsPublic ? "" : method.IsFamilyOrAssembly ? " protected-internal" : " protected";
        return access + (method.IsStatic ? " static" : "") + Inheritance(method);
    }

    public static string TypeParameters(IEnumerable<Type> parameters)
    {
        var texts = parameters.Select(TypeParameter).ToList();
        return texts.Count == 0 ? "" : $" typeparams=<{string.Join(", ", texts)}>";
    }

    private static string Inheritance(MethodBase method)
    {
        if (method.DeclaringType!.IsInterface)
            return method.IsAbstract ? "" : " default-impl";
        if (method is not MethodInfo || !method.IsVirtual)
            return "";

        var isNew = (method.Attributes & MethodAttributes.VtableLayoutMask) == MethodAttributes.NewSlot;
        return (method.IsAbstract, method.IsFinal, isNew) switch
        {
            (true, _, true) => " abstract",
            (true, _, false) => " abstract override",
            (_, true, true) => "",
            (_, true, false) => " sealed override",
            (_, _, true) => " virtual",
            _ => " override",
        };
    }

    private static string TypeParameter(Type parameter)
    {
        var attributes = parameter.GenericParameterAttributes;
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        List<string> constraints =
        [
            .. attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? (string[])["class"] : [],
            .. isStruct ? (string[])["struct"] : [],
            .. parameter.GetGenericParameterConstraints().Where(c => c.FullName != "System.ValueType").Select(c => TypeNames.Readable(c)),
            .. !isStruct && attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? (string[])["new()"] : [],
        ];
        var variance = attributes.HasFlag(GenericParameterAttributes.Covariant) ? "out "
            : attributes.HasFlag(GenericParameterAttributes.Contravariant) ? "in " : "";
        return variance + parameter.Name + (constraints.Count > 0 ? ":" + string.Join("+", constraints) : "");
    }

    private string Parameter(ParameterInfo parameter)
    {
        var attributes = parameter.GetCustomAttributesData();
        var prefix = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        if (AttributeTexts.Has(attributes, "ParamArray") || AttributeTexts.Has(attributes, "ParamCollection"))
            prefix = "params " + prefix;
        prefix = CompilerFilled.Where(name => AttributeTexts.Has(attributes, name)).Aggregate(prefix, (text, name) => $"[{name}] {text}");
        var type = TypeNames.Readable(parameter.ParameterType, _nullability.Create(parameter));
        return $"{prefix}{type} {parameter.Name}{(parameter.IsOptional ? " = " + Default(parameter) : "")}";
    }

    private static string Default(ParameterInfo parameter)
    {
        var (type, value) = (parameter.ParameterType, parameter.RawDefaultValue);
        if (value is null or DBNull or Missing)
        {
            var isPlainValue = type.IsValueType && !TypeNames.IsNullableValue(type);
            return value is null && !isPlainValue ? "null" : "default";
        }

        var named = type.IsEnum
            ? type.GetFields(BindingFlags.Public | BindingFlags.Static).FirstOrDefault(f => Equals(f.GetRawConstantValue(), value))
            : null;
        return named is null ? AttributeTexts.Constant(value) : $"{type.Name}.{named.Name}";
    }
}
