using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace ChatPay.ReferenceAssemblies.Source;

/// <summary>Names and types of the lists as C# source has them.</summary>
internal static partial class Words
{
    /// <summary>Every full name from the root: "Azure" inside of "Microsoft.Azure" means another namespace.</summary>
    public static string Type(string text) => FullName().Replace(text, "global::$0");

    public static string Name(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    [GeneratedRegex(@"(?<![\w.:])[A-Za-z_]\w*(\.\w+)+")]
    private static partial Regex FullName();
}
