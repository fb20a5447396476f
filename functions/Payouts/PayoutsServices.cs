using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Payouts;

/// <summary>Composition of payouts.</summary>
internal static class PayoutsServices
{
    /// <summary>Adds the due index.</summary>
    public static IServiceCollection AddPayouts(this IServiceCollection services)
    {
        services.AddSingleton<DuePayouts>();
        return services;
    }
}
