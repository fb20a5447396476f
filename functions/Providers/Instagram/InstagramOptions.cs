using System.ComponentModel.DataAnnotations;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Providers.Instagram;

/// <summary>How to talk to Instagram, from the configuration section <c>Instagram</c>.</summary>
[SettingsSection("Instagram")]
public sealed class InstagramOptions
{
    /// <summary>The origin of the API.</summary>
    public Uri BaseUrl { get; set; } = new("https://graph.instagram.com");

    /// <summary>The origin of the page on which sellers grant access.</summary>
    public Uri LoginUrl { get; set; } = new("https://www.instagram.com");

    /// <summary>The origin where a login code is exchanged for a token.</summary>
    public Uri TokenUrl { get; set; } = new("https://api.instagram.com");

    /// <summary>The Meta app's id for Instagram.</summary>
    [Required]
    public string AppId { get; set; } = "";

    /// <summary>The API's version, as in the path.</summary>
    public string Version { get; set; } = "v23.0";

    /// <summary>The Meta app's secret, which signs its webhooks; on Azure a Key Vault reference.</summary>
    [Required]
    public string AppSecret { get; set; } = "";

    /// <summary>The token that Meta must present when the webhook is subscribed; chosen by whoever sets the app up.</summary>
    [Required]
    public string VerifyToken { get; set; } = "";
}
