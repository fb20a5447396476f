using ChatPay.ReferenceAssemblies.Listing;

namespace ChatPay.ReferenceAssemblies.Source;

/// <summary>What of a list has no place in the reference assembly.</summary>
/// <param name="Entry">The line; of a type, its members as well.</param>
/// <param name="Attribute">Of the line this attribute only.</param>
/// <param name="Why">What the compiler says.</param>
public sealed record Unexpressed(SurfaceEntry Entry, string? Attribute, string Why)
{
    public override string ToString() => $"{Entry.Id}{(Attribute is null ? "" : $" [{Attribute}]")}: {Why}";
}
