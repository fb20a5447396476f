namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a Functions app begins.</summary>
public class FunctionsApplication
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
