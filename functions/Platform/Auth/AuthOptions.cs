using System.ComponentModel.DataAnnotations;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Auth;

/// <summary>Whose tokens are accepted. Section <c>Auth</c>.</summary>
[SettingsSection("Auth")]
public sealed class AuthOptions : IValidatableObject
{
    /// <summary>The OpenID Connect issuer; its discovery document lies below it. HTTPS, except on the loopback interface.</summary>
    [Required]
    public Uri? Authority { get; set; }

    /// <summary>What a token's <c>aud</c> must name.</summary>
    [Required]
    public string Audience { get; set; } = "";

    /// <summary>The discovery document (OpenID Connect Discovery 1.0, section 4); null without an address of the issuer: whoever looks at
    /// the options before they are checked must not fall over what is missing.</summary>
    public string? DiscoveryAddress =>
        Authority is { IsAbsoluteUri: true } issuer ? $"{issuer.AbsoluteUri.TrimEnd('/')}/.well-known/openid-configuration" : null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Authority is not null && !IssuerDocuments.IsTrustworthy(Authority))
            yield return new ValidationResult(
                "Auth:Authority must be an absolute https address; http is allowed on the loopback interface only.");
    }
}
