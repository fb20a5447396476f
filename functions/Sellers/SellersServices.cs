using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Sellers;

/// <summary>Composition of sellers.</summary>
internal static class SellersServices
{
    /// <summary>Adds <see cref="SellerStore"/> and what stands around it.</summary>
    public static IServiceCollection AddSellers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SellerTerms>().Bind(configuration.GetSection(nameof(SellerTerms))).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SellerStore>();
        return services;
    }
}
