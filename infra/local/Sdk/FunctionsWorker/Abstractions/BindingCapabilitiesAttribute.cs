namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What a binding can do.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BindingCapabilitiesAttribute(params string[] capabilities) : Attribute
{
    public string[] Capabilities { get; } = capabilities;
}
