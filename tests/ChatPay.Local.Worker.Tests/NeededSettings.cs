namespace ChatPay.Local.Worker.Tests;

/// <summary>The settings that ChatPay needs to start; addresses that a test does not use lead nowhere.</summary>
internal static class NeededSettings
{
    /// <summary>Returns the settings by configuration name.</summary>
    /// <param name="tables">The tables' connection string.</param>
    /// <param name="authority">The token issuer.</param>
    /// <param name="audience">The tokens' audience.</param>
    public static Dictionary<string, string?> Of(
        string tables,
        string authority = "https://issuer.example/",
        string audience = "chatpay") =>
        new()
        {
            ["Public:BaseUrl"] = "http://127.0.0.1/",
            ["Tables:ConnectionString"] = tables,
            ["KeyVault:Uri"] = "https://vault.example/",
            ["ServiceBus"] = "Endpoint=sb://bus.example/;SharedAccessKeyName=local;SharedAccessKey=local",
            ["Auth:Authority"] = authority,
            ["Auth:Audience"] = audience,
            ["PayPal:BaseUrl"] = "https://paypal.example/",
            ["PayPal:ClientId"] = "client",
            ["PayPal:ClientSecret"] = "secret",
            ["PayPal:MerchantId"] = "LCALMERCHANT2",
            ["PayPal:WebhookId"] = "webhook",
            ["Instagram:AppId"] = "1",
            ["Instagram:AppSecret"] = "secret",
            ["Instagram:VerifyToken"] = "token",
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Security"] = "None",
            ["Mail:UserName"] = "",
            ["Mail:Password"] = "",
            ["Mail:From"] = "ChatPay <orders@chatpay.example>",
        };
}
