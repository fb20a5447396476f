namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The value of a binding's property when nothing is set.</summary>
[AttributeUsage(AttributeTargets.Property)]
public class DefaultValueAttribute : Attribute
{
    public DefaultValueAttribute(string stringDefault) => DefaultStringValue = stringDefault;

    public DefaultValueAttribute(bool boolDefault) => DefaultBoolValue = boolDefault;

    public string? DefaultStringValue { get; }

    public bool? DefaultBoolValue { get; }
}
