using ChatPay.Local.Clock;

namespace ChatPay.Local.Identity;

/// <summary>What the issuer runs on.</summary>
public sealed record IdentityIssuerOptions
{
    /// <summary>Where the signing keys are kept, so that tokens outlive a restart.</summary>
    public required string KeyFile { get; init; }

    /// <summary>Dates the tokens, and waits for requests.</summary>
    public required LocalClock Clock { get; init; }

    /// <summary>The port on 127.0.0.1, part of the issuer's name; 0 takes any.</summary>
    public int Port { get; init; }

    /// <summary>How long a key stays published after another has taken its place, of the platform's time; longer than tokens
    /// usually live.</summary>
    public TimeSpan KeyOverlap { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Whom tokens are for when nobody else is named.</summary>
    public string Audience { get; init; } = "api://chatpay";
}
