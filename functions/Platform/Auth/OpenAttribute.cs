namespace ChatPay.Functions.Platform.Auth;

/// <summary>An HTTP function without a bearer token, and what guards it instead (a signature, a signed link, nothing to guard).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenAttribute(string because) : Attribute
{
    public string Because { get; } = because;
}
