using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatPay.Functions.Platform.Vault;

/// <summary>Signs links that carry their own authority: for one purpose, one subject, until a time. The token is <c>{subject}.{unix
/// seconds}.{key id}.{HMAC-SHA256 in base64url}</c>; links from before keys had ids lack the key id. The keys rotate
/// (<see cref="LinkKeys"/>).</summary>
public sealed class LinkSigner(LinkKeys keys, TimeProvider time)
{
    private const int MaxTokenLength = 512;

    // A key signs links that expire this long after it was created. So the same link has the same text before and after a rotation,
    // which the provider requires of a repeated call; links live shorter.
    private static readonly TimeSpan MaxLife = TimeSpan.FromDays(60);

    // A key created by another instance is known here after this time.
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>A token for this purpose and subject.</summary>
    /// <param name="purpose">What the link is for; a token for another purpose is not accepted.</param>
    /// <param name="subject">Such as an order's id; without a dot.</param>
    /// <param name="expires">UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<string> SignAsync(string purpose, string subject, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        var all = await keys.ListAsync(cancellationToken);
        var key = all.LastOrDefault(k => k.CreatedAt <= expires - MaxLife) ?? all[0];
        var signed = string.Create(CultureInfo.InvariantCulture, $"{subject}.{expires.ToUnixTimeSeconds()}");
        return $"{signed}.{key.Id}.{Base64Url.EncodeToString(Mac(key, purpose, signed))}";
    }

    /// <summary>The subject of a token that is genuine, for this purpose and not expired; null otherwise.</summary>
    public async Task<string?> VerifyAsync(string purpose, string token, CancellationToken cancellationToken)
    {
        if (Parse(token) is not { } parsed || time.GetUtcNow().ToUnixTimeSeconds() >= parsed.End)
            return null;

        if (IsGenuine(await keys.ListAsync(cancellationToken)))
            return parsed.Subject;

        // The key was created elsewhere, or the link was altered: the vault is read once a minute, however many of these come.
        return IsGenuine(await keys.ListAsync(LooksAgainAfter, cancellationToken)) ? parsed.Subject : null;

        bool IsGenuine(IReadOnlyList<LinkKey> all) => all
            .Where(key => parsed.KeyId is null || key.Id == parsed.KeyId)
            .Any(key => CryptographicOperations.FixedTimeEquals(Mac(key, purpose, parsed.Signed), parsed.Mac));
    }

    private static Token? Parse(string token)
    {
        if (token.Length > MaxTokenLength || token.Split('.') is not [var subject, var expires, .. var rest])
            return null;
        var (keyId, mac) = rest switch
        {
            [var id, var last] => (id, last),
            [var last] => (null, last),
            _ => (null, null),
        };
        return
            mac is not null
            && long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            && Base64Url.IsValid(mac)
            ? new Token(subject, end, keyId, $"{subject}.{expires}", Base64Url.DecodeFromChars(mac))
            : null;
    }

    private static byte[] Mac(LinkKey key, string purpose, string text) =>
        HMACSHA256.HashData(key.Value, Encoding.UTF8.GetBytes($"{purpose}\n{text}"));

    private sealed record Token(string Subject, long End, string? KeyId, string Signed, byte[] Mac);
}
