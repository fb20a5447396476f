using System.Reflection;
using System.Reflection.Emit;

namespace ChatPay.OpenApi;

/// <summary>Reads the IL of a method: the members that it references, and its string literals.</summary>
public static class MethodCode
{
    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF);

    /// <summary>The methods, fields and types that the method references.</summary>
    public static IEnumerable<MemberInfo> MembersOf(MethodBase method) =>
        Operands(method)
            .Where(o => o.Type is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            .Select(o => Resolve(method, o.Token)).OfType<MemberInfo>();

    /// <summary>The string literals of the method.</summary>
    public static IEnumerable<string> TextsOf(MethodBase method) =>
        Operands(method).Where(o => o.Type == OperandType.InlineString).Select(o => method.Module.ResolveString(o.Token));

    private static IEnumerable<(OperandType Type, int Token)> Operands(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            yield break;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at++] is var first && first == 0xFE ? 0xFE00 | code[at++] : first;
            var operand = OpCodesByValue[value].OperandType;
            var length = Length(operand, code, at);
            if (length == 4)
                yield return (operand, BitConverter.ToInt32(code, at));
            at += length;
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
