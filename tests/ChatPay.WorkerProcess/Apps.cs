using System.Reflection;

namespace ChatPay.WorkerProcess;

/// <summary>The programs that run as processes here, each in the folder that it was built to.</summary>
internal static class Apps
{
    /// <summary>ChatPay itself.</summary>
    public static string ChatPay => Built("App");

    /// <summary>A small app that has what ChatPay has not.</summary>
    public static string Sample => Built("Sample");

    /// <summary>ChatPay in this process, to compare with.</summary>
    public static Assembly Assembly => typeof(Functions.Orders.OrderLifecycle).Assembly;

    /// <summary>What ChatPay needs to start; the addresses of what a test does not use lead nowhere.</summary>
    public static Dictionary<string, string?> Settings(string tables, string authority, string audience) => new()
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

    private static string Built(string name) =>
        typeof(Apps).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == name).Value!;
}
