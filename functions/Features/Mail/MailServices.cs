using ChatPay.Functions.Platform.Settings;
using ChatPay.Functions.Providers.Mail;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Mail;

/// <summary>Registers mail.</summary>
internal static class MailServices
{
    /// <summary>Adds the mailer with its settings, which are validated on start.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<MailOptions>(configuration);
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        services.AddSingleton<Mailer>();
        services.AddSingleton<SellerMails>();
        services.AddSingleton<MailSellers>();
        return services;
    }
}
