using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Features.Pages;

/// <summary>Registers the pages.</summary>
internal static class PagesServices
{
    /// <summary>Adds the page that people sign in to, and the redirects from former links.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<PagesOptions>(configuration);
        services.AddSingleton<AppPage>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<OldLinks>();
        return services;
    }
}
