namespace ChatPay.Functions.Platform.Auth;

/// <summary>The roles of which a caller's bearer token needs one. Every HTTP function has this attribute or
/// <see cref="OpenAttribute"/>; otherwise the app does not start.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresAttribute(params Role[] anyOf) : Attribute
{
    public IReadOnlyList<Role> AnyOf { get; } = anyOf;
}
