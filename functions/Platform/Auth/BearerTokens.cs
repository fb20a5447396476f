using ChatPay.Functions.Platform.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ChatPay.Functions.Platform.Auth;

/// <summary>Validates bearer tokens: signature by the issuer's published keys, algorithm, issuer, audience, and lifetime by the
/// app's own clock (RFC 8725 gives the reasons).</summary>
public sealed class BearerTokens
{
    private const int MaxTokenLength = 16 * 1024;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxTokenLength };
    private readonly IssuerKeys _issuer;
    private readonly string _audience;
    private readonly TimeProvider _time;
    private readonly ILogger<BearerTokens> _log;

    public BearerTokens(IOptions<AuthOptions> options, IssuerKeys issuer, TimeProvider time, ILogger<BearerTokens> log) =>
        (_audience, _issuer, _time, _log) = (options.Value.Audience, issuer, time, log);

    /// <summary>The caller that this token identifies.</summary>
    /// <exception cref="ProblemException">401: the token is not accepted; 503: the issuer's keys cannot be fetched.</exception>
    public async Task<Caller> ReadAsync(string token, CancellationToken cancellationToken)
    {
        var published = await _issuer.GetAsync(cancellationToken);
        var result = await _handler.ValidateTokenAsync(token, Expected(published));
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException
            && await _issuer.LookAgainAsync(published, cancellationToken) is { } newer)
            result = await _handler.ValidateTokenAsync(token, Expected(newer));
        if (!result.IsValid)
        {
            _log.LogInformation("A bearer token was refused: {Reason}", result.Exception.GetType().Name);
            throw Refused(Reason(result.Exception));
        }

        var jwt = (JsonWebToken)result.SecurityToken;
        if (string.IsNullOrEmpty(jwt.Subject))
            throw Refused("it names no subject");

        var roles = result
            .ClaimsIdentity.FindAll("roles")
            .Select(claim =>
                Enum.TryParse<Role>(claim.Value, ignoreCase: true, out var role) && claim.Value.All(char.IsAsciiLetter) ? role : (Role?)null
            )
            .OfType<Role>();
        return new Caller($"{jwt.Issuer}|{jwt.Subject}", roles.ToHashSet());
    }

    private TokenValidationParameters Expected(OpenIdConnectConfiguration published) => new()
    {
        ValidIssuer = published.Issuer,
        ValidAudience = _audience,
        IssuerSigningKeys = published.SigningKeys,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        LifetimeValidator = IsAlive,
    };

    private bool IsAlive(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + Skew && (notBefore is not { } start || now >= start - Skew);
    }

    private static string Reason(Exception e) =>
        e switch
        {
            SecurityTokenInvalidLifetimeException => "it has expired or is not valid yet",
            SecurityTokenInvalidAudienceException => "it was issued for another audience",
            SecurityTokenInvalidIssuerException => "it comes from another issuer",
            SecurityTokenSignatureKeyNotFoundException
            or SecurityTokenInvalidSignatureException
            or SecurityTokenInvalidAlgorithmException => "its signature is not the issuer's",
            _ => "it is no signed JWT",
        };

    private static ProblemException Refused(string why) =>
        new(
            401,
            "token-invalid",
            $"The access token is not accepted: {why}. Get a new one from the issuer and send it as 'Authorization: Bearer <token>'.");
}
