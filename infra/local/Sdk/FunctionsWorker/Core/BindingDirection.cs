namespace Microsoft.Azure.Functions.Worker;

/// <summary>Whether a binding brings a value in or takes one out.</summary>
public enum BindingDirection
{
    In = 0,
    Out = 1,
}
