namespace ChatPay.Local;

/// <summary>The app's settings on this platform, as an installation on Azure has them in its configuration.</summary>
internal static class AppSettings
{
    // The simulators' own defaults; known to everybody and good for nothing else.
    public static IReadOnlyDictionary<string, string?> For(LocalPlatform platform, PlatformPorts ports)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Public:BaseUrl"] = $"http://127.0.0.1:{ports.App}/",
            ["Tables:ConnectionString"] = platform.Tables.ConnectionString,
            ["KeyVault:Uri"] = platform.Vault.VaultUri.AbsoluteUri,
            ["ServiceBus"] = "Endpoint=sb://127.0.0.1/;SharedAccessKeyName=local;SharedAccessKey=local",
            ["Auth:Authority"] = platform.Identity.Authority,
            ["Auth:Audience"] = platform.Identity.Audience,
            ["PayPal:BaseUrl"] = platform.PayPal.Address.AbsoluteUri,
            ["PayPal:ClientId"] = "local-client",
            ["PayPal:ClientSecret"] = "local-secret",
            ["PayPal:MerchantId"] = "LCALMERCHANT2",
            ["PayPal:WebhookId"] = platform.PayPal.WebhookId,
            ["PayPal:CertificateHosts:0"] = platform.PayPal.CertificateHost,
            ["PayPal:TrustRootPem"] = platform.PayPal.TrustRootPem,
            ["Instagram:BaseUrl"] = platform.Instagram.Address.AbsoluteUri,
            ["Instagram:AppSecret"] = "local-app-secret",
            ["Instagram:VerifyToken"] = "local-verify-token",
            ["PayoutSweepSchedule"] = "0 0 * * * *",
        };
        foreach (var (name, value) in platform.Options.Settings)
            settings[name] = value;
        return settings;
    }
}
