using ChatPay.Functions.Features.Sellers.InstagramLogin;
using ChatPay.Functions.Features.Sellers.Kyc;
using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Settings;
using ChatPay.Functions.Providers.Instagram.Login;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>Registers sellers.</summary>
internal static class SellersServices
{
    /// <summary>Adds <see cref="SellerStore"/>, the connection of Instagram accounts and the vault of identity data.</summary>
    public static IServiceCollection AddSellers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<SellerTerms>(configuration);
        services.AddSingleton<SellerStore>();
        services.AddSingleton<PendingSecrets>();
        services.AddSingleton<SellerSecrets>();
        services.AddSingleton<SellerAnswers>();
        services.AddSingleton<SellerCommands>();
        services.AddSingleton<SellerNotices>();
        services.AddSingleton<SellerContacts>();
        services.AddInstagramLogin();
        services.AddSettings<KycPolicy>(configuration);
        services.TryAddSingleton<ISanctionsScreening, NoScreening>();
        services.AddSingleton<SanctionsHits>();
        services.AddSingleton<IdentityVault>();
        services.AddSingleton<IdentityErasures>();
        return services;
    }

    private static void AddInstagramLogin(this IServiceCollection services)
    {
        services.AddSingleton<InstagramConnections>();
        services.AddSingleton<InstagramRefreshes>();
        services.AddSingleton<InstagramLoginState>();
        services.AddSingleton<InstagramLoginClient>();
        services.AddSingleton<LoseInstagramConnection>();
        services.AddHttpClient(InstagramLoginClient.ClientName, client =>
            {
                client.Timeout = TimeSpan.FromSeconds(20);
                client.MaxResponseContentBufferSize = 64 * 1024;
            })
            .RemoveAllLoggers() // They would log URLs, which contain tokens.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    }
}
