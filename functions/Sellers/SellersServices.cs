using ChatPay.Functions.Sellers.Kyc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Sellers;

/// <summary>Composition of sellers.</summary>
internal static class SellersServices
{
    /// <summary>Adds <see cref="SellerStore"/>, <see cref="InstagramConnections"/> and the vault of identity data.</summary>
    public static IServiceCollection AddSellers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SellerTerms>().Bind(configuration.GetSection(nameof(SellerTerms))).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SellerStore>();
        services.AddSingleton<SellerAnswers>();
        services.AddSingleton<SellerContacts>();
        services.AddSingleton<InstagramConnections>();
        services.AddSingleton<IdentityVault>();
        return services;
    }
}
