using ChatPay.Functions.Sale;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Platform.Settings;

/// <summary>Registers settings.</summary>
internal static class SettingsServices
{
    /// <summary>Binds options to the section that <see cref="SettingsSectionAttribute"/> names, and validates everything on
    /// start.</summary>
    public static OptionsBuilder<T> AddSettings<T>(this IServiceCollection services, IConfiguration configuration)
        where T : class
    {
        var section = new SettingsSection<T>(configuration);
        services.AddSingleton<IConfigureOptions<T>>(section);
        services.AddSingleton<IValidateOptions<T>>(section);
        return services.AddOptions<T>().ValidateOnStart();
    }
}
