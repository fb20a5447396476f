namespace ChatPay.Local.Identity;

/// <summary>A person to sign in as.</summary>
/// <param name="Subject"><c>sub</c>.</param>
/// <param name="Roles"><c>roles</c>.</param>
internal sealed record Persona(string Subject, IReadOnlyList<string> Roles)
{
    /// <summary>The built-in personas.</summary>
    public static readonly IReadOnlyList<Persona> Offered =
    [
        new("demo-buyer", ["buyer"]),
        new("demo-seller", ["seller"]),
        new("buyer-1", ["buyer"]),
        new("seller-1", ["seller"]),
        new("operator-1", ["operator"]),
    ];
}
