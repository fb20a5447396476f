using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Http;

/// <summary>What belongs to the pages on one installation alone. Section <c>Pages</c>.</summary>
[SettingsSection("Pages")]
public sealed class PagesOptions
{
    /// <summary>The developer's page of the local platform, which the start links to and which shows the pages in frames; null everywhere
    /// else, where no page may be framed.</summary>
    public Uri? DeveloperPage { get; set; }

    /// <summary>Who may show a page in a frame, as the policy names them.</summary>
    public string FrameAncestors => DeveloperPage?.GetLeftPart(UriPartial.Authority) ?? "'none'";
}
