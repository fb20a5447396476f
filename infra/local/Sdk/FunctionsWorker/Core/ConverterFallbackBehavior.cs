namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Whether the built-in conversions are tried when those of the binding find nothing.</summary>
#pragma warning disable CA1069 // The official enum names one value twice.
public enum ConverterFallbackBehavior
{
    Allow = 0,
    Default = 0,
    Disallow = 1,
}
