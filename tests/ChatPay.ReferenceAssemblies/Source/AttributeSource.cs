using Microsoft.CodeAnalysis;

namespace ChatPay.ReferenceAssemblies.Source;

/// <summary>
/// Attributes of the lists as C# source. The lists name neither an attribute's namespace nor the enum of an argument; both are looked up
/// in what the assembly refers to. Of several attributes of one name the nearest to the assembly's name is meant, then .NET's own.
/// </summary>
internal sealed class AttributeSource(Compilation compilation)
{
    private readonly ILookup<string, INamedTypeSymbol> _attributes =
        All(compilation.GlobalNamespace).Where(IsAttribute).ToLookup(t => t.Name);

    /// <summary>Nothing where no attribute of that name takes as many arguments.</summary>
    public string? Of(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var (name, arguments) = (text[..open], Facts.Split(text[(open + 1)..^1]));
        var positional = arguments.TakeWhile(a => NamedArgument(a) is null).ToList();
        var constructor = _attributes[name + "Attribute"]
            .OrderByDescending(Nearness)
            .SelectMany(t => t.InstanceConstructors)
            .FirstOrDefault(c => c.DeclaredAccessibility == Accessibility.Public && c.Parameters.Length == positional.Count);
        if (constructor is null)
            return null;

        var written = positional.Select((a, i) => Value(a, constructor.Parameters[i].Type))
            .Concat(arguments.Skip(positional.Count).Select(a => Named(a, constructor.ContainingType)));
        return $"{constructor.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}({string.Join(", ", written)})";
    }

    /// <summary>How many parts of its namespace are the assembly's as well.</summary>
    private (int Shared, bool IsDotNet) Nearness(INamedTypeSymbol attribute)
    {
        var parts = attribute.ContainingNamespace.ToDisplayString().Split('.');
        return (parts.Zip(compilation.AssemblyName!.Split('.')).TakeWhile(p => p.First == p.Second).Count(), parts[0] == "System");
    }

    private static string? NamedArgument(string argument) =>
        argument.Split('=') is [var name, _, ..] && name.All(char.IsLetterOrDigit) ? name : null;

    private static string Named(string argument, INamedTypeSymbol attribute)
    {
        var (name, value) = (NamedArgument(argument)!, argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        var property = attribute.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault();
        return $"{name} = {(property is null ? value : Value(value, property.Type))}";
    }

    private static string Value(string text, ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => $"new {Display(array)} {{ {string.Join(", ", Facts.Split(text[1..^1]).Select(v => Value(v, array.ElementType)))} }}",
        { TypeKind: TypeKind.Enum } => string.Join(" | ", text.Split('|').Select(name => $"{Display(type)}.{name}")),
        _ when text.StartsWith("typeof(", StringComparison.Ordinal) => Words.Type(text),
        _ => text,
    };

    private static string Display(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static IEnumerable<INamedTypeSymbol> All(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(All));

    private static bool IsAttribute(INamedTypeSymbol type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (parent.ToDisplayString() == "System.Attribute")
                return type.DeclaredAccessibility == Accessibility.Public;
        }

        return false;
    }
}
