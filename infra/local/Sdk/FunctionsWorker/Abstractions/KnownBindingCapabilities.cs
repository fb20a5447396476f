namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The names that <see cref="BindingCapabilitiesAttribute"/> takes.</summary>
public static class KnownBindingCapabilities
{
    public const string FunctionLevelRetry = "FunctionLevelRetry";
}
