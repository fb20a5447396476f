using Microsoft.CodeAnalysis;

namespace ChatPay.ReferenceAssemblies.Source;

/// <summary>Members of interfaces that an official type implements without showing it: the lists have the interface alone.</summary>
internal static class InterfaceSource
{
    private static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Explicit implementations of what the type leaves open.</summary>
    public static IEnumerable<string> Missing(INamedTypeSymbol type) =>
        from contract in type.TypeKind is TypeKind.Class or TypeKind.Struct ? type.AllInterfaces : []
        from member in contract.GetMembers()
        where member.IsAbstract && member is not IMethodSymbol { AssociatedSymbol: not null }
        where type.FindImplementationForInterfaceMember(member) is null
        select Explicit(member);

    private static string Explicit(ISymbol member)
    {
        var contract = member.ContainingType.ToDisplayString(Full);
        return member switch
        {
            IPropertySymbol { IsIndexer: true } p => $"{Type(p.Type)} {contract}.this[{Parameters(p.Parameters)}] {{ {Accessors(p)} }}",
            IPropertySymbol p => $"{Type(p.Type)} {contract}.{Words.Name(p.Name)} {{ {Accessors(p)} }}",
            IEventSymbol e => $"event {Type(e.Type)} {contract}.{e.Name} {{ add => throw null!; remove => throw null!; }}",
            IMethodSymbol m => $"{Type(m.ReturnType)} {contract}.{m.Name}{TypeParameters(m)}({Parameters(m.Parameters)}){Defaults(m)} => throw null!;",
            _ => throw new InvalidOperationException($"{member} is no member of an interface that can be implemented."),
        };
    }

    private static string Type(ITypeSymbol type) => type.ToDisplayString(Full);

    private static string Accessors(IPropertySymbol property) =>
        (property.GetMethod is null ? "" : "get => throw null!; ")
        + (property.SetMethod is not { } set ? "" : set.IsInitOnly ? "init => throw null!;" : "set => throw null!;");

    private static string TypeParameters(IMethodSymbol method) =>
        method.TypeParameters.Length == 0 ? "" : $"<{string.Join(", ", method.TypeParameters.Select(p => p.Name))}>";

    /// <summary>Without it "T?" would mean "Nullable&lt;T&gt;" in an explicit implementation.</summary>
    private static string Defaults(IMethodSymbol method) => string.Concat(method.TypeParameters.Select(p =>
        $" where {p.Name} : {(p.HasReferenceTypeConstraint ? "class" : p.HasValueTypeConstraint ? "struct" : "default")}"));

    private static string Parameters(IEnumerable<IParameterSymbol> parameters) => string.Join(", ", parameters.Select(p =>
    {
        var pass = p.RefKind switch { RefKind.Ref => "ref ", RefKind.Out => "out ", RefKind.In => "in ", _ => "" };
        return $"{pass}{Type(p.Type)} {Words.Name(p.Name)}";
    }));
}
