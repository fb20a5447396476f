using System.Reflection;
using ChatPay.OpenApi;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Finds the members that the IL of a type references, so that laws can cover method bodies too.</summary>
internal static class IntermediateLanguage
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The methods, fields and types referenced by this type's methods.</summary>
    public static IEnumerable<MemberInfo> MembersUsedBy(Type type) => type.GetMethods(Everything).Cast<MethodBase>()
        .Concat(type.GetConstructors(Everything))
        .SelectMany(MethodCode.MembersOf);

    /// <summary>The types that this type references in its fields, signatures and code.</summary>
    public static IEnumerable<Type> TypesUsedBy(Type type) =>
        type.GetFields(Everything).Select(field => field.FieldType)
            .Concat(type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)).SelectMany(Signature))
            .Concat(MembersUsedBy(type).SelectMany(member => member switch
            {
                Type used => [used],
                MethodBase used => Signature(used).Append(used.DeclaringType).OfType<Type>(),
                FieldInfo used => [used.FieldType, used.DeclaringType!],
                _ => Array.Empty<Type>(),
            }))
            .SelectMany(Parts);

    /// <summary>A type and the types that it is constructed from, for generics, arrays and references.</summary>
    public static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    private static IEnumerable<Type> Signature(MethodBase method) => method.GetParameters().Select(parameter => parameter.ParameterType)
        .Concat(method is MethodInfo { ReturnType: var returned } ? [returned] : [])
        .Concat(method is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : []);
}
