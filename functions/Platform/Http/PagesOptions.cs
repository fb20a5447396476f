using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Settings of the pages that only some installations have. Section <c>Pages</c>.</summary>
[SettingsSection("Pages")]
public sealed class PagesOptions
{
    /// <summary>The developer page of the local platform, which the home page links to and which frames the pages; null everywhere
    /// else, where no page may be framed.</summary>
    public Uri? DeveloperPage { get; set; }

    /// <summary>Who may frame a page, in the policy's syntax.</summary>
    public string FrameAncestors => DeveloperPage?.GetLeftPart(UriPartial.Authority) ?? "'none'";
}
