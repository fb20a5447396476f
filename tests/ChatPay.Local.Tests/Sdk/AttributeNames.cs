using System.Reflection;
using ChatPay.ReferenceAssemblies.Listing;

namespace ChatPay.Local.Tests.Sdk;

/// <summary>The attributes of an assembly's public API by their whole names.</summary>
internal static class AttributeNames
{
    /// <returns>"Type: attribute" for the type and for each of its visible members, in order.</returns>
    public static IReadOnlyList<string> Of(Assembly assembly, IReadOnlySet<string> types) =>
    [
        .. from type in assembly.GetTypes()
           where types.Contains(TypeNames.Id(type))
           from member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Prepend(type)
           where member is not Type || member == type
           where member is not MethodBase { IsSpecialName: true }
           from attribute in member.GetCustomAttributesData()
           where AttributeTexts.IsWritten(attribute)
           let text = $"{TypeNames.Id(type)}: {attribute.AttributeType.FullName}"
           orderby text
           select text,
    ];
}
