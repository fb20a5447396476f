namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>States the fallback of a binding attribute.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ConverterFallbackBehaviorAttribute(ConverterFallbackBehavior fallbackBehavior) : Attribute
{
    public ConverterFallbackBehavior Behavior { get; } = fallbackBehavior;
}
