using System.Security.Cryptography;
using System.Text;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Vault;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers.InstagramLogin;

/// <summary>The state parameter of Instagram's login: signed, for one seller and ten minutes, and bound by a cookie to the browser
/// that asked for it. Without the cookie a seller could send the page to somebody else, whose account would then be connected to
/// the wrong business (RFC 9700, 4.7).</summary>
public sealed class InstagramLoginState(LinkSigner signer, IOptions<PublicAddress> address, TimeProvider time)
{
    private const string Purpose = "instagram-login";
    private const string Cookie = "chatpay-instagram-login";
    private const string Path = "api/v1/connect/instagram/callback";
    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(10);

    /// <summary>The redirect URI of the login; registered at Meta, and sent twice to Instagram, exactly the same each
    /// time.</summary>
    public Uri Back => address.Value.Of(Path);

    /// <summary>A state for this seller; the response to their browser gets the cookie.</summary>
    public async Task<(string State, DateTimeOffset ExpiresAt)> BeginAsync(
        HttpContext http,
        string sellerId,
        CancellationToken cancellationToken)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var expires = time.GetUtcNow() + Validity;
        http.Response.Cookies.Append(Cookie, nonce, new CookieOptions
        {
            HttpOnly = true,
            Secure = Back.Scheme == Uri.UriSchemeHttps,
            // Lax: the cookie has to be sent when Instagram redirects the browser back.
            SameSite = SameSiteMode.Lax,
            Path = "/" + Path,
            MaxAge = Validity,
        });
        return (await signer.SignAsync(Purpose, $"{sellerId}_{HashOf(nonce)}", expires, cancellationToken), expires);
    }

    /// <summary>The seller who started the login in this browser.</summary>
    /// <exception cref="ProblemException">404: another browser, altered, or expired.</exception>
    public async Task<string> SellerOfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var subject = await signer.VerifyAsync(Purpose, request.Query["state"].ToString(), cancellationToken);
        if (subject?.Split('_') is [var sellerId, var hash] && request.Cookies[Cookie] is { Length: > 0 } nonce
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(nonce)), Encoding.ASCII.GetBytes(hash)))
            return sellerId;
        throw new ProblemException(
            404,
            "login-invalid",
            "This login was begun in another browser, or too long ago: begin again in ChatPay.");
    }

    private static string HashOf(string nonce) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(nonce)));
}
