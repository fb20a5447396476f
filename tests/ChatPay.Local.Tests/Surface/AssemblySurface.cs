using System.Globalization;
using System.Reflection;

namespace ChatPay.Local.Tests.Surface;

/// <summary>The public and protected API of an assembly, in the format of the lists. The assembly may be loaded for reflection
/// only.</summary>
internal sealed class AssemblySurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly MemberTexts _texts = new();

    public static IReadOnlyList<SurfaceEntry> Of(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var surface = new AssemblySurface();
        return
        [
            .. from type in assembly.GetTypes()
               where IsVisible(type)
               orderby TypeNames.Id(type)
               from entry in surface.Describe(type)
               select entry,
        ];
    }

    private IEnumerable<SurfaceEntry> Describe(Type type)
    {
        yield return new SurfaceEntry("T:" + TypeNames.Id(type), TypeFacts(type), AttributeTexts.Of(type.GetCustomAttributesData()));
        var members = type.IsEnum ? Values(type) : IsDelegate(type) ? [Signature(type)] : Members(type);
        foreach (var entry in members.OrderBy(e => e.Id, StringComparer.Ordinal))
            yield return entry;
    }

    private static IEnumerable<SurfaceEntry> Values(Type type) =>
        from field in type.GetFields(BindingFlags.Public | BindingFlags.Static)
        let value = Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)
        select new SurfaceEntry(
            $"F:{TypeNames.Id(type)}.{field.Name}",
            $"value={value}",
            AttributeTexts.Of(field.GetCustomAttributesData()));

    private SurfaceEntry Signature(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        return new SurfaceEntry(
            MethodId(invoke),
            $"delegate-signature returns={_texts.Returned(invoke)} params=({_texts.Parameters(invoke.GetParameters())})",
            []);
    }

    private IEnumerable<SurfaceEntry> Members(Type type) =>
    [
        .. type.GetConstructors(Declared).Where(c => IsVisible(c) && !c.IsStatic).Select(Constructor),
        .. type.GetMethods(Declared).Where(m => IsVisible(m) && IsWritten(m, type)).Select(Method),
        .. type.GetProperties(Declared).Where(p => p.GetAccessors(nonPublic: true).Any(IsVisible)).Select(Property),
        .. type.GetFields(Declared).Where(f => (f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly) && !f.IsSpecialName).Select(Field),
        .. type.GetEvents(Declared).Where(e => IsVisible(e.AddMethod!)).Select(Event),
    ];

    private SurfaceEntry Constructor(ConstructorInfo constructor) =>
        Entry(
            MethodId(constructor),
            constructor,
            $"ctor{MemberTexts.Modifiers(constructor)} params=({_texts.Parameters(constructor.GetParameters())})");

    private SurfaceEntry Method(MethodInfo method)
    {
        var isExtension = AttributeTexts.Has(method.GetCustomAttributesData(), "Extension");
        var typeParameters = MemberTexts.TypeParameters(method.IsGenericMethod ? method.GetGenericArguments() : []);
        var parameters = (isExtension ? "this " : "") + _texts.Parameters(method.GetParameters());
        return Entry(
            MethodId(method),
            method,
            $"{MemberTexts.Modifiers(method)} returns={_texts.Returned(method)}{typeParameters} params=({parameters})");
    }

    private SurfaceEntry Property(PropertyInfo property)
    {
        var get = property.GetMethod is { } g && IsVisible(g) ? g : null;
        var set = property.SetMethod is { } s && IsVisible(s) ? s : null;
        var main = get ?? set!;
        var required = AttributeTexts.Has(property.GetCustomAttributesData(), "RequiredMember") ? " required" : "";
        var index = property.GetIndexParameters();
        var facts = $"{MemberTexts.Modifiers(main)}{required} type={_texts.Type(property)} {{ {Accessor(get, main)}{Accessor(set, main)} }}"
            + (index.Length > 0 ? $" index=({_texts.Parameters(index)})" : "");
        return Entry($"P:{TypeNames.Id(property.DeclaringType!)}.{property.Name}{IdParameters(index)}", property, facts);
    }

    private SurfaceEntry Field(FieldInfo field)
    {
        var kind = field.IsLiteral ? " const" : (field.IsStatic ? " static" : "") + (field.IsInitOnly ? " readonly" : "");
        var value = field.IsLiteral ? $" value={AttributeTexts.Constant(field.GetRawConstantValue())}" : "";
        return Entry(
            $"F:{TypeNames.Id(field.DeclaringType!)}.{field.Name}",
            field,
            $"{(field.IsPublic ? "" : " protected")}{kind} type={_texts.Type(field)}{value}");
    }

    private SurfaceEntry Event(EventInfo raised) =>
        Entry(
            $"E:{TypeNames.Id(raised.DeclaringType!)}.{raised.Name}",
            raised,
            $"{MemberTexts.Modifiers(raised.AddMethod!)} type={_texts.Type(raised)}");

    private static SurfaceEntry Entry(string id, MemberInfo member, string facts) =>
        new(id, facts.Trim(), AttributeTexts.Of(member.GetCustomAttributesData()));

    private static string Accessor(MethodInfo? accessor, MethodInfo main)
    {
        if (accessor is null)
            return "";
        var isInit = accessor.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit");
        var name = accessor.ReturnType.FullName != "System.Void" ? "get;" : isInit ? "init;" : "set;";
        return (accessor.IsPublic == main.IsPublic ? "" : "protected ") + name;
    }

    private static string TypeFacts(Type type)
    {
        var access = type.IsNestedFamily || type.IsNestedFamORAssem ? "protected " : "";
        if (type.IsEnum)
            return $"{access}enum underlying={TypeNames.Readable(type.GetEnumUnderlyingType())}";

        var own = type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0);
        var facts = access + Kind(type);
        if (!IsDelegate(type))
        {
            if (type.BaseType is { } parent && parent.FullName is not ("System.Object" or "System.ValueType"))
                facts += $" base={TypeNames.Readable(parent)}";
            var interfaces = type.GetInterfaces().Where(i => i.IsPublic || i.IsNestedPublic)
                .Select(i => TypeNames.Readable(i)).Order(StringComparer.Ordinal).ToList();
            if (interfaces.Count > 0)
                facts += $" implements={string.Join(",", interfaces)}";
        }

        return facts + MemberTexts.TypeParameters(own);
    }

    private static string Kind(Type type)
    {
        if (IsDelegate(type))
            return "delegate";
        if (type.IsInterface)
            return "interface";

        var noun =
            type.IsValueType ? (IsRecord(type) ? "record struct" : "struct")
            : IsRecord(type) ? "record"
            : "class";
        return (
                type switch
                {
                    { IsValueType: true } => (AttributeTexts.Has(type.GetCustomAttributesData(), "IsReadOnly") ? "readonly " : "")
                        + (type.IsByRefLike ? "ref " : ""),
                    { IsAbstract: true, IsSealed: true } => "static ",
                    { IsAbstract: true } => "abstract ",
                    { IsSealed: true } => "sealed ",
                    _ => "",
                }
            ) + noun;
    }

    private static string MethodId(MethodBase method)
    {
        var name = method is ConstructorInfo ? "#ctor" : method.Name.Replace('.', '#');
        var arity = method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";
        var result = method is MethodInfo { Name: "op_Implicit" or "op_Explicit" } conversion
            ? "~" + TypeNames.InId(conversion.ReturnType)
            : "";
        return $"M:{TypeNames.Id(method.DeclaringType!)}.{name}{arity}{IdParameters(method.GetParameters())}{result}";
    }

    private static string IdParameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(",", parameters.Select(p => TypeNames.InId(p.ParameterType)))})";

    private static bool IsVisible(Type type) =>
        !IsGenerated(type) && (type.IsNested
            ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!)
            : type.IsPublic);

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>Whether a method is listed: neither accessors nor compiler-generated methods are, except a record's members.</summary>
    private static bool IsWritten(MethodInfo method, Type type) => method.IsSpecialName
        ? method.Name.StartsWith("op_", StringComparison.Ordinal)
        : !method.Name.Contains('<') && (IsRecord(type) || !IsGenerated(method));

    private static bool IsGenerated(MemberInfo member) =>
        member.Name.Contains('<') || AttributeTexts.Has(member.GetCustomAttributesData(), "CompilerGenerated");

    private static bool IsDelegate(Type type) => type.BaseType?.FullName == "System.MulticastDelegate";

    private static bool IsRecord(Type type) => type.GetMethods(Declared).Any(m => m.Name is "<Clone>$" or "PrintMembers");
}
