using System.Reflection;
using System.Reflection.Emit;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Reads which members the code of a type names, so that a law can hold for what happens inside methods too.</summary>
internal static class IntermediateLanguage
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF);

    /// <summary>Every method, field and type named in the bodies of this type's methods.</summary>
    public static IEnumerable<MemberInfo> MembersUsedBy(Type type) => type.GetMethods(Everything).Cast<MethodBase>()
        .Concat(type.GetConstructors(Everything))
        .SelectMany(MembersUsedBy);

    /// <summary>All types that this type names: in its fields, signatures and code.</summary>
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

    /// <summary>A type and, when it is generic, an array or a reference, what it is made of.</summary>
    public static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    private static IEnumerable<Type> Signature(MethodBase method) => method.GetParameters().Select(parameter => parameter.ParameterType)
        .Concat(method is MethodInfo { ReturnType: var returned } ? [returned] : [])
        .Concat(method is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : []);

    private static IEnumerable<MemberInfo> MembersUsedBy(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            yield break;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at++] is var first && first == 0xFE ? 0xFE00 | code[at++] : first;
            var operand = OpCodesByValue[value].OperandType;
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok
                && Resolve(method, BitConverter.ToInt32(code, at)) is { } member)
            {
                yield return member;
            }

            at += Length(operand, code, at);
        }
    }

    private static MemberInfo? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null);

    private static int Length(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
