namespace ChatPay.Functions.Sale;

/// <summary>The section of the configuration that an options class is read from.</summary>
/// <param name="name">Such as <c>PayPal</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SettingsSectionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
