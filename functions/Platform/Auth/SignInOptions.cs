using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Auth;

/// <summary>How people sign in to the pages: by OpenID Connect at the issuer of <see cref="AuthOptions"/>, as a public client
/// (authorization code with PKCE). Section <c>SignIn</c>.</summary>
[SettingsSection("SignIn")]
public sealed class SignInOptions
{
    /// <summary>The pages' client id at the issuer; its redirect URI there is <c>{Public:BaseUrl}signed-in</c>. If null, nobody can
    /// sign in to the pages, and everything that needs no sign-in works.</summary>
    public string? ClientId { get; set; }

    /// <summary>The scopes to request, separated by spaces; access tokens must have the accepted audience, for which many issuers
    /// require a scope of the API, such as <c>api://chatpay/use</c>. <c>offline_access</c> renews tokens without another
    /// sign-in.</summary>
    public string Scope { get; set; } = "openid profile offline_access";
}
