namespace ChatPay.Functions.Platform.Auth;

/// <summary>Who may call an HTTP function: a bearer token with one of these roles. Every HTTP function carries this or
/// <see cref="OpenAttribute"/>; the start fails otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresAttribute(params Role[] anyOf) : Attribute
{
    public IReadOnlyList<Role> AnyOf { get; } = anyOf;
}
