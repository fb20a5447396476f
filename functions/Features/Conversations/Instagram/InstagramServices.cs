using ChatPay.Functions.Platform.Settings;
using ChatPay.Functions.Providers.Instagram;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Conversations.Instagram;

/// <summary>Registers Instagram's client.</summary>
internal static class InstagramServices
{
    /// <summary>Adds <see cref="InstagramSendClient"/> and its options; needs a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddInstagram(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<InstagramOptions>, InstagramOptionsValidator>());
        services.AddSettings<InstagramOptions>(configuration);
        services.AddHttpClient(InstagramSendClient.ClientName, (provider, client) =>
            {
                client.BaseAddress = provider.GetRequiredService<IOptions<InstagramOptions>>().Value.BaseUrl;
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = 64 * 1024;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        services.AddSingleton<InstagramSendClient>();
        return services;
    }
}
