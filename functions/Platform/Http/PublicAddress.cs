using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Where this app is reached from outside (section <c>Public</c>); on Azure the host name that the platform tells
/// (<c>WEBSITE_HOSTNAME</c>) when nothing is set.</summary>
[SettingsSection("Public")]
public sealed class PublicAddress
{
    /// <summary>Such as <c>https://pay.example.com/</c>, with the slash at the end.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>The address of this path.</summary>
    public Uri Of(string path) => new(BaseUrl!, path);
}
