namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes a method a function.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute : Attribute
{
    public FunctionAttribute(string name) => Name = name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>Unique in the app, without regard to case.</summary>
    public string Name { get; }
}
