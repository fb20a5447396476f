using ChatPay.Local.Identity;
using ChatPay.Local.ServiceBus.Amqp;
using ChatPay.Local.Simulators.Instagram;
using ChatPay.Local.Simulators.Mail;
using ChatPay.Local.Simulators.PayPal;
using ChatPay.Local.Vault;

namespace ChatPay.Local.Settings;

/// <summary>The app's settings on this platform, as an installation on Azure has them in its configuration.</summary>
internal static class AppSettings
{
    /// <summary>All of them, for the app in this process.</summary>
    /// <param name="platform">Its other parts, which have started.</param>
    /// <param name="app">Where the app will listen.</param>
    public static IReadOnlyDictionary<string, string?> For(LocalPlatform platform, Uri app)
    {
        var settings = Of(platform.Tables, platform.Identity, platform.PayPal, platform.Instagram, platform.Mail, app);
        if (platform.Amqp is { } amqp)
        {
            Lead(settings, amqp, platform.Vault);
        }
        else
        {
            settings["KeyVault:Uri"] = platform.Vault.VaultUri.AbsoluteUri;
            settings["ServiceBus"] = "Endpoint=sb://127.0.0.1/;SharedAccessKeyName=local;SharedAccessKey=local";
        }

        return With(settings, platform.Options);
    }

    /// <summary>All of them, for the app under the official host.</summary>
    public static IReadOnlyDictionary<string, string?> For(LocalServices services)
    {
        var settings = Of(services.Tables, services.Identity, services.PayPal, services.Instagram, services.Mail, services.App);
        settings["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        settings["AzureWebJobsStorage"] = services.Options.Storage is { } storage and not TableStorage.Azurite
            ? storage
            : "UseDevelopmentStorage=true";
        settings["AzureWebJobsDisableHomepage"] = "true";
        Lead(settings, services.Amqp, services.Vault);
        return With(settings, services.Options);
    }

    // For official clients as they are.
    private static void Lead(Dictionary<string, string?> settings, AmqpEndpoint amqp, VaultService vault)
    {
        settings["KeyVault:Uri"] = vault.Address.AbsoluteUri;
        settings["KeyVault:DevelopmentCertificate"] = vault.CertificateFile;
        settings["ServiceBus"] = amqp.ConnectionString;
    }

    private static Dictionary<string, string?> With(Dictionary<string, string?> settings, LocalPlatformOptions options)
    {
        foreach (var (name, value) in options.Settings)
            settings[name.Replace("__", ":", StringComparison.Ordinal)] = value;
        return settings;
    }

    /// <summary>Those that lead to these parts. Secrets are the simulators' own defaults, known to everybody and good for nothing
    /// else.</summary>
    private static Dictionary<string, string?> Of(
        TableStorage tables, IdentityIssuer identity, PayPalSimulator payPal, InstagramSimulator instagram, MailSink mail, Uri app) =>
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["Public:BaseUrl"] = app.AbsoluteUri,
            ["Tables:ConnectionString"] = tables.ConnectionString,
            ["Auth:Authority"] = identity.Authority,
            ["Auth:Audience"] = identity.Audience,
            ["SignIn:ClientId"] = IdentityIssuer.PagesClientId,
            ["SignIn:Scope"] = "openid profile offline_access",
            ["PayPal:BaseUrl"] = payPal.Address.AbsoluteUri,
            ["PayPal:ClientId"] = "local-client",
            ["PayPal:ClientSecret"] = "local-secret",
            ["PayPal:MerchantId"] = "LCALMERCHANT2",
            ["PayPal:WebhookId"] = payPal.WebhookId,
            ["PayPal:CertificateHosts:0"] = payPal.CertificateHost,
            ["PayPal:TrustRootPem"] = payPal.TrustRootPem,
            ["Instagram:BaseUrl"] = instagram.Address.AbsoluteUri,
            ["Instagram:LoginUrl"] = instagram.Address.AbsoluteUri,
            ["Instagram:TokenUrl"] = instagram.Address.AbsoluteUri,
            ["Instagram:AppId"] = InstagramSimulator.AppId,
            ["Instagram:AppSecret"] = "local-app-secret",
            ["Instagram:VerifyToken"] = "local-verify-token",
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Mail:Security"] = "None",
            ["Mail:UserName"] = "",
            ["Mail:Password"] = "",
            ["Mail:From"] = "ChatPay <orders@chatpay.example>",
            // The clock may run through days in a second, with all that people do in them.
            ["RateLimits:CallsPerCaller"] = "1000000",
            ["RateLimits:CallsPerAddress"] = "1000000",
            ["RateLimits:MessagesPerConversation"] = "1000000",
            ["PayoutSweepSchedule"] = "0 0 * * * *",
            ["OrphanReplaySchedule"] = "0 30 * * * *",
            ["DeadLetterSchedule"] = "0 15 * * * *",
            ["DebtLimitSchedule"] = "0 0 4 * * *",
            ["ReconciliationSchedule"] = "0 0 3 * * *",
            ["InstagramRefreshSchedule"] = "0 45 2 * * *",
            ["AddressPurgeSchedule"] = "0 0 2 * * *",
            ["IdentitySchedule"] = "0 15 2 * * *",
            ["SecretSweepSchedule"] = "0 50 * * * *",
            ["AddressKeySchedule"] = "0 30 1 1 * *",
            ["LinkKeySchedule"] = "0 45 1 1 * *",
            ["WatchdogSchedule"] = "0 20 * * * *",
        };
}
