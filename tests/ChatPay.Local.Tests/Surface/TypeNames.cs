using System.Reflection;

namespace ChatPay.Local.Tests.Surface;

/// <summary>Formats types for the lists: as in C#, with full names and nullability, and as documentation ids.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<string, string> Keywords = new()
    {
        ["System.Void"] = "void",
        ["System.String"] = "string",
        ["System.Object"] = "object",
        ["System.Boolean"] = "bool",
        ["System.Byte"] = "byte",
        ["System.SByte"] = "sbyte",
        ["System.Int16"] = "short",
        ["System.UInt16"] = "ushort",
        ["System.Int32"] = "int",
        ["System.UInt32"] = "uint",
        ["System.Int64"] = "long",
        ["System.UInt64"] = "ulong",
        ["System.Single"] = "float",
        ["System.Double"] = "double",
        ["System.Decimal"] = "decimal",
        ["System.Char"] = "char",
    };

    public static string Readable(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
            return Readable(type.GetElementType()!, nullability?.ElementType ?? nullability);
        if (IsNullableValue(type))
            return Readable(type.GetGenericArguments()[0]) + "?";

        var mark = IsMarked(type, nullability) ? "?" : "";
        if (type.IsArray)
            return $"{Readable(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        if (type.IsGenericParameter)
            return type.Name + mark;
        if (!type.IsGenericType)
            return (Keywords.GetValueOrDefault(type.FullName ?? "") ?? Qualified(type)) + mark;

        var of = nullability?.GenericTypeArguments ?? [];
        var arguments = type.GetGenericArguments();
        var names = arguments.Select((a, i) => Readable(a, of.Length == arguments.Length ? of[i] : null));
        return $"{Qualified(type)}<{string.Join(",", names)}>{mark}";
    }

    /// <summary>Compares by name: a type loaded for reflection only equals no type of this program.</summary>
    public static bool IsNullableValue(Type type) => type.IsGenericType && type.GetGenericTypeDefinition().FullName == "System.Nullable`1";

    /// <summary>The id of a type as part of its members' ids.</summary>
    public static string Id(Type type) => type.IsNested ? $"{Id(type.DeclaringType!)}.{type.Name}" : Prefixed(type, type.Name);

    /// <summary>A parameter's type within an id.</summary>
    public static string InId(Type type)
    {
        if (type.IsByRef)
            return InId(type.GetElementType()!) + "@";
        if (type.IsArray)
            return InId(type.GetElementType()!)
                + (type.GetArrayRank() == 1 ? "[]" : $"[{string.Join(",", Enumerable.Repeat("0:", type.GetArrayRank()))}]");
        if (type.IsGenericParameter)
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        return type.IsGenericType ? GenericInId(type.GetGenericTypeDefinition(), type.GetGenericArguments()) : Id(type);
    }

    private static string GenericInId(Type definition, Type[] arguments)
    {
        var outer = definition.DeclaringType is { } declaring ? declaring.GetGenericArguments().Length : 0;
        var name = definition.DeclaringType is { } parent
            ? $"{(parent.IsGenericType ? GenericInId(parent, arguments) : Id(parent))}.{Bare(definition)}"
            : Prefixed(definition, Bare(definition));
        var own = arguments[outer..definition.GetGenericArguments().Length];
        return own.Length == 0 ? name : $"{name}{{{string.Join(",", own.Select(InId))}}}";
    }

    private static bool IsMarked(Type type, NullabilityInfo? nullability) =>
        !type.IsValueType
        && nullability is { ReadState: NullabilityState.Nullable }
            or { ReadState: NullabilityState.Unknown, WriteState: NullabilityState.Nullable };

    private static string Qualified(Type type) =>
        type.IsNested ? $"{Qualified(type.DeclaringType!)}.{Bare(type)}" : Prefixed(type, Bare(type));

    private static string Prefixed(Type type, string name) => string.IsNullOrEmpty(type.Namespace) ? name : $"{type.Namespace}.{name}";

    private static string Bare(Type type) => type.Name.Split('`')[0];
}
