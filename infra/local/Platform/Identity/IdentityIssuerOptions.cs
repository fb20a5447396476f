using ChatPay.Local.Clock;

namespace ChatPay.Local.Identity;

/// <summary>How the issuer starts.</summary>
public sealed record IdentityIssuerOptions
{
    /// <summary>The file of the signing keys, so that tokens stay valid across restarts.</summary>
    public required string KeyFile { get; init; }

    /// <summary>Dates the tokens, and tracks requests as work.</summary>
    public required LocalClock Clock { get; init; }

    /// <summary>The port on 127.0.0.1, part of the issuer's name; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How long a replaced key stays published, by the platform's clock; should exceed the lifetime of tokens.</summary>
    public TimeSpan KeyOverlap { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The default audience of tokens.</summary>
    public string Audience { get; init; } = "api://chatpay";
}
