namespace ChatPay.Functions.Platform.Audit;

/// <summary>An HTTP function that changes something and leaves no entry in the audit trail, and why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnauditedAttribute(string because) : Attribute
{
    public string Because { get; } = because;
}
