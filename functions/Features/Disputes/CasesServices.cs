using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Features.Disputes;

/// <summary>Composition of cases.</summary>
internal static class CasesServices
{
    /// <summary>Adds what follows disputes at the provider.</summary>
    public static IServiceCollection AddCases(this IServiceCollection services)
    {
        services.AddSingleton<ReadCase>();
        services.AddSingleton<CaseAnswers>();
        return services;
    }
}
