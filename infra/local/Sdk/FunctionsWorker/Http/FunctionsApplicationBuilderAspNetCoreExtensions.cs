namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Turns on ASP.NET Core types in HTTP functions.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.IsWebApplication = true;
        return builder;
    }
}
