namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger brought with it.</summary>
public abstract class BindingContext
{
    /// <summary>The trigger's metadata by name: route values, message properties.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
