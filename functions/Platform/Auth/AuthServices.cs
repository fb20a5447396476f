using ChatPay.Functions.Platform.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;

namespace ChatPay.Functions.Platform.Auth;

/// <summary>Registers authentication.</summary>
internal static class AuthServices
{
    /// <summary>Adds <see cref="BearerTokens"/> and the access rules.</summary>
    /// <exception cref="InvalidOperationException">An HTTP function declares no rule: the app must not start.</exception>
    public static IServiceCollection AddAuth(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<AuthOptions>(configuration);
        services.AddSettings<SignInOptions>(configuration);
        services.AddHttpClient(IssuerDocuments.ClientName, client =>
        {
            client.MaxResponseContentBufferSize = IssuerDocuments.MaxDocumentLength;
            client.Timeout = IssuerDocuments.Patience;
        });
        services.AddSingleton<IDocumentRetriever, IssuerDocuments>();
        services.AddSingleton<IssuerKeys>();
        services.AddSingleton<BearerTokens>();
        services.AddSingleton(AccessRules.Of(typeof(AuthServices).Assembly));
        return services;
    }
}
