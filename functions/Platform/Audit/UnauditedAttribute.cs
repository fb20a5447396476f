namespace ChatPay.Functions.Platform.Audit;

/// <summary>Marks an HTTP function that changes something without an entry in the audit trail, and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnauditedAttribute(string because) : Attribute
{
    public string Because { get; } = because;
}
