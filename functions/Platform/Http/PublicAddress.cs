using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Http;

/// <summary>This app's public URL (section <c>Public</c>); on Azure, when it is not set, the platform's host name
/// (<c>WEBSITE_HOSTNAME</c>).</summary>
[SettingsSection("Public")]
public sealed class PublicAddress
{
    /// <summary>Such as <c>https://pay.example.com/</c>, with a trailing slash.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>The public URL of this path.</summary>
    public Uri Of(string path) => new(BaseUrl!, path);
}
