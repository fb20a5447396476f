using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Settings;
using ChatPay.Functions.Providers.Mail;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Mail;

/// <summary>Registers mail.</summary>
internal static class MailServices
{
    /// <summary>Adds the mailer, and who is mailed about alerts, with their settings, which are validated on start.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<MailOptions>(configuration);
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        services
            .AddSettings<AlertOptions>(configuration)
            .Validate(
                alerts => alerts.Addresses.All(MailAddresses.IsOne),
                "Alerts:MailTo must be mail addresses separated by commas or semicolons, such as operators@example.com.")
            .Validate(
                alerts => alerts.Addresses.Count <= AlertOptions.MaxAddresses,
                $"Alerts:MailTo has more than {AlertOptions.MaxAddresses} addresses: name a mailing list.")
            .Validate(
                alerts => alerts.Addresses.Count == 0 || configuration["Mail:Host"] is { Length: > 0 },
                "Alerts:MailTo needs a mail server: set Mail:Host as well, or leave it empty.");
        services.AddSingleton<AlertNotices>();
        services.AddSingleton<Mailer>();
        services.AddSingleton<SellerMails>();
        services.AddSingleton<MailOperators>();
        services.AddSingleton<MailSellers>();
        return services;
    }
}
