using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Features.Disputes;

/// <summary>Composition of cases.</summary>
internal static class DisputesServices
{
    /// <summary>Adds what follows disputes at the provider.</summary>
    public static IServiceCollection AddCases(this IServiceCollection services)
    {
        services.AddSingleton<ReadDispute>();
        services.AddSingleton<DisputeAnswers>();
        return services;
    }
}
