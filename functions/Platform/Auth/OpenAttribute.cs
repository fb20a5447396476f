namespace ChatPay.Functions.Platform.Auth;

/// <summary>Marks an HTTP function that takes no bearer token, and says what protects it instead (a signature, a signed link,
/// nothing to protect).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenAttribute(string because) : Attribute
{
    public string Because { get; } = because;
}
