using ChatPay.Local.Emulation;
using ChatPay.Local.Identity;
using ChatPay.Local.ServiceBus.Amqp;
using ChatPay.Local.Simulators.Instagram;
using ChatPay.Local.Vault;

namespace ChatPay.Local.Settings;

/// <summary>The app's settings on this platform, by the names that they have in its configuration on Azure.</summary>
internal static class AppSettings
{
    /// <summary>All settings, for the app in this process.</summary>
    /// <param name="emulators">The services that the settings point to.</param>
    /// <param name="app">The address at which the app will listen.</param>
    /// <param name="own">Settings that override or extend the others; <c>__</c> stands for <c>:</c>, as in the environment.</param>
    public static IReadOnlyDictionary<string, string?> InProcess(
        Emulators emulators, Uri app, IReadOnlyDictionary<string, string?> own)
    {
        var settings = Of(emulators, app);
        if (emulators.Amqp is { } amqp)
        {
            Lead(settings, amqp, emulators.Vault);
        }
        else
        {
            settings["KeyVault:Uri"] = emulators.Vault.VaultUri.AbsoluteUri;
            settings["ServiceBus"] = "Endpoint=sb://127.0.0.1/;SharedAccessKeyName=local;SharedAccessKey=local";
        }

        return With(settings, own);
    }

    /// <summary>All settings, for the app under the official host.</summary>
    /// <param name="emulators">The services that the settings point to, with AMQP.</param>
    /// <param name="app">The address at which the host will listen.</param>
    /// <param name="storage">The table service: as <see cref="LocalPlatformOptions.Storage"/>.</param>
    /// <param name="own">As for <see cref="InProcess"/>.</param>
    public static IReadOnlyDictionary<string, string?> UnderOfficialHost(
        Emulators emulators, Uri app, string? storage, IReadOnlyDictionary<string, string?> own)
    {
        var settings = Of(emulators, app);
        settings["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        settings["AzureWebJobsStorage"] = storage is not (null or TableStorage.Azurite) ? storage : "UseDevelopmentStorage=true";
        settings["AzureWebJobsDisableHomepage"] = "true";
        Lead(settings, emulators.Amqp!, emulators.Vault);
        return With(settings, own);
    }

    // Points unmodified official clients at the bus and the vault.
    private static void Lead(Dictionary<string, string?> settings, AmqpEndpoint amqp, VaultService vault)
    {
        settings["KeyVault:Uri"] = vault.Address.AbsoluteUri;
        settings["KeyVault:DevelopmentCertificate"] = vault.CertificateFile;
        settings["ServiceBus"] = amqp.ConnectionString;
    }

    private static Dictionary<string, string?> With(Dictionary<string, string?> settings, IReadOnlyDictionary<string, string?> own)
    {
        foreach (var (name, value) in own)
            settings[name.Replace("__", ":", StringComparison.Ordinal)] = value;
        return settings;
    }

    /// <summary>The settings that point to the emulators. Secrets are the simulators' defaults, publicly known and of no other
    /// use.</summary>
    private static Dictionary<string, string?> Of(Emulators emulators, Uri app) =>
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["Public:BaseUrl"] = app.AbsoluteUri,
            ["Tables:ConnectionString"] = emulators.Tables.ConnectionString,
            ["Auth:Authority"] = emulators.Identity.Authority,
            ["Auth:Audience"] = emulators.Identity.Audience,
            ["Pages:DeveloperPage"] = emulators.DeveloperPage?.AbsoluteUri,
            ["SignIn:ClientId"] = IdentityIssuer.PagesClientId,
            ["SignIn:Scope"] = "openid profile offline_access",
            ["PayPal:BaseUrl"] = emulators.PayPal.Address.AbsoluteUri,
            ["PayPal:ClientId"] = "local-client",
            ["PayPal:ClientSecret"] = "local-secret",
            ["PayPal:MerchantId"] = "LCALMERCHANT2",
            ["PayPal:WebhookId"] = emulators.PayPal.WebhookId,
            ["PayPal:CertificateHosts:0"] = emulators.PayPal.CertificateHost,
            ["PayPal:TrustRootPem"] = emulators.PayPal.TrustRootPem,
            ["Instagram:BaseUrl"] = emulators.Instagram.Address.AbsoluteUri,
            ["Instagram:LoginUrl"] = emulators.Instagram.Address.AbsoluteUri,
            ["Instagram:TokenUrl"] = emulators.Instagram.Address.AbsoluteUri,
            ["Instagram:AppId"] = InstagramSimulator.AppId,
            ["Instagram:AppSecret"] = "local-app-secret",
            ["Instagram:VerifyToken"] = "local-verify-token",
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = emulators.Mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Mail:Security"] = "None",
            ["Mail:UserName"] = "",
            ["Mail:Password"] = "",
            ["Mail:From"] = "ChatPay <orders@chatpay.example>",
            ["Alerts:MailTo"] = "operators@chatpay.example",
            // The clock may pass days within a second, with everything that people do in them.
            ["RateLimits:CallsPerCaller"] = "1000000",
            ["RateLimits:CallsPerAddress"] = "1000000",
            ["RateLimits:MessagesPerConversation"] = "1000000",
            ["PayoutSweepSchedule"] = "0 0 */2 * * *",
            ["OrphanReplaySchedule"] = "0 30 5 * * *",
            ["DeadLetterSchedule"] = "0 15 * * * *",
            ["DebtLimitSchedule"] = "0 0 4 * * *",
            ["ReconciliationSchedule"] = "0 0 3 * * *",
            ["InstagramRefreshSchedule"] = "0 45 2 * * *",
            ["AddressPurgeSchedule"] = "0 0 2 * * *",
            ["IdentitySchedule"] = "0 15 2 * * *",
            ["SecretSweepSchedule"] = "0 50 */6 * * *",
            ["AddressKeySchedule"] = "0 30 1 1 * *",
            ["LinkKeySchedule"] = "0 45 1 1 * *",
            ["OrchestrationPurgeSchedule"] = "0 30 4 * * 0",
            ["WatchdogSchedule"] = "0 20 */2 * * *",
        };
}
