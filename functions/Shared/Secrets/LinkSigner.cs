using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Security.KeyVault.Secrets;

namespace ChatPay.Functions.Shared.Secrets;

/// <summary>
/// Signs links that carry their own authority: for one purpose, one subject, until a time. The token is
/// <c>{subject}.{unix seconds}.{HMAC-SHA256 in base64url}</c>; the key lies in Key Vault and is made at first use.
/// </summary>
public sealed class LinkSigner(SecretClient vault, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1);
    private const string SecretName = "link-signing-key";
    private byte[]? _key;
    private DateTimeOffset _readAt;

    /// <summary>A token for this purpose and subject.</summary>
    /// <param name="purpose">What the link is for; a token of another purpose is not accepted.</param>
    /// <param name="subject">Such as an order's id; without a point.</param>
    /// <param name="expires">UTC.</param>
    /// <param name="cancellationToken">Ends the wait for the vault.</param>
    public async Task<string> SignAsync(string purpose, string subject, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        var signed = string.Create(CultureInfo.InvariantCulture, $"{subject}.{expires.ToUnixTimeSeconds()}");
        return $"{signed}.{Base64Url.EncodeToString(Mac(await KeyAsync(cancellationToken), purpose, signed))}";
    }

    /// <summary>The subject of a token that is genuine, for this purpose and not over; null otherwise.</summary>
    public async Task<string?> VerifyAsync(string purpose, string token, CancellationToken cancellationToken)
    {
        var parts = token.Split('.');
        if (parts is not [var subject, var expires, var mac] || token.Length > 512
            || !long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            || !Base64Url.IsValid(mac))
            return null;

        if (time.GetUtcNow().ToUnixTimeSeconds() >= end)
            return null;

        var given = Base64Url.DecodeFromChars(mac);
        if (IsGenuine(await KeyAsync(cancellationToken)))
            return subject;

        // Two instances may have made the key at once, and this one may know the older: at most once a minute it looks again.
        if (time.GetUtcNow() < _readAt + TimeSpan.FromMinutes(1))
            return null;
        _key = null;
        return IsGenuine(await KeyAsync(cancellationToken)) ? subject : null;

        bool IsGenuine(byte[] key) => CryptographicOperations.FixedTimeEquals(Mac(key, purpose, $"{subject}.{expires}"), given);
    }

    private static byte[] Mac(byte[] key, string purpose, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{purpose}\n{text}"));

    private async Task<byte[]> KeyAsync(CancellationToken cancellationToken)
    {
        if (_key is { } known)
            return known;

        // One at a time: links that are signed with two keys are two texts, and a call that repeats one of them is another call.
        await _reading.WaitAsync(cancellationToken);
        try
        {
            return _key ??= await ReadAsync(cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        KeyVaultSecret secret;
        try
        {
            secret = await vault.GetSecretAsync(SecretName, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            await vault.SetSecretAsync(SecretName, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), cancellationToken);
            secret = await vault.GetSecretAsync(SecretName, cancellationToken: cancellationToken);
        }

        _readAt = time.GetUtcNow();
        return Convert.FromBase64String(secret.Value);
    }

    public void Dispose() => _reading.Dispose();
}
