using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Features.Disputes;

/// <summary>Registers disputes.</summary>
internal static class DisputesServices
{
    /// <summary>Adds the services that follow disputes at the provider.</summary>
    public static IServiceCollection AddCases(this IServiceCollection services)
    {
        services.AddSingleton<ReadDispute>();
        services.AddSingleton<DisputeAnswers>();
        return services;
    }
}
