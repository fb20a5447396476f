using System.ComponentModel.DataAnnotations;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Auth;

/// <summary>Whose tokens are accepted. Section <c>Auth</c>.</summary>
[SettingsSection("Auth")]
public sealed class AuthOptions : IValidatableObject
{
    /// <summary>The OpenID Connect issuer; the URL of its discovery document starts with it. HTTPS, except on the loopback
    /// interface.</summary>
    [Required]
    public Uri? Authority { get; set; }

    /// <summary>The audience that a token's <c>aud</c> must include.</summary>
    [Required]
    public string Audience { get; set; } = "";

    /// <summary>The URL of the discovery document (OpenID Connect Discovery 1.0, section 4); null without an authority: reading the
    /// options before they are validated must not throw.</summary>
    public string? DiscoveryAddress =>
        Authority is { IsAbsoluteUri: true } issuer ? $"{issuer.AbsoluteUri.TrimEnd('/')}/.well-known/openid-configuration" : null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Authority is not null && !IssuerDocuments.IsTrustworthy(Authority))
            yield return new ValidationResult(
                "Auth:Authority must be an absolute https address; http is allowed on the loopback interface only.");
    }
}
