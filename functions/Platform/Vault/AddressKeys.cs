using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Messaging;

namespace ChatPay.Functions.Platform.Vault;

/// <summary>Encrypts buyers' addresses with AES-256-GCM under a key in Key Vault. A ciphertext names the version of its key, so
/// that the key can rotate while older ciphertexts stay readable; and it is bound to its owner, so that it cannot be decrypted
/// anywhere else.</summary>
public sealed class AddressKeys(SecretClient vault, DeletedSecrets deleted, TimeProvider time)
{
    private const string SecretName = "address-key";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    // A key rotated by another instance is used here within the hour.
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromHours(1);

    // Every command that keeps its answer encrypts it: when the vault does not answer, the known key is good for longer.
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(2);

    private readonly CallRest _rest = new(time, TimeSpan.FromMinutes(1));
    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);
    private string? _newest;
    private DateTimeOffset _readAt;

    /// <summary><c>{key version}.{nonce, tag and cipher text in base64url}</c>.</summary>
    /// <param name="text">The plain text.</param>
    /// <param name="belongsTo">Its owner, such as an order's id; needed again to decrypt it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<string> SealAsync(string text, string belongsTo, CancellationToken cancellationToken)
    {
        var version = await NewestAsync(cancellationToken);
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(await KeyAsync(version, cancellationToken), TagBytes);
        cipher.Encrypt(
            sealedBytes.AsSpan(0, NonceBytes), plain, sealedBytes.AsSpan(NonceBytes + TagBytes),
            sealedBytes.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(belongsTo));
        return $"{version}.{Base64Url.EncodeToString(sealedBytes)}";
    }

    /// <exception cref="CryptographicException">It was altered, or belongs to another owner.</exception>
    /// <exception cref="RequestFailedException">The vault does not respond, or the key is gone.</exception>
    public async Task<string> OpenAsync(string sealedText, string belongsTo, CancellationToken cancellationToken)
    {
        if (sealedText.Split('.') is not [var version, var content] || !Base64Url.IsValid(content)
            || Base64Url.DecodeFromChars(content) is not { Length: >= NonceBytes + TagBytes } sealedBytes)
            throw new CryptographicException("This is not a sealed text.");
        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(await KeyAsync(version, cancellationToken), TagBytes);
        cipher.Decrypt(
            sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes + TagBytes),
            sealedBytes.AsSpan(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(belongsTo));
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Creates a new key, which is used for encryption from now on.</summary>
    public async Task RotateAsync(CancellationToken cancellationToken)
    {
        var bytes = RandomNumberGenerator.GetBytes(32);
        var key = new KeyVaultSecret(SecretName, Convert.ToBase64String(bytes));
        key.Properties.ContentType = "aes-256-key";
        var made = await deleted.SetAsync(key, cancellationToken);
        _keys[made.Properties.Version] = bytes;
        (_newest, _readAt) = (made.Properties.Version, time.GetUtcNow());
    }

    private async Task<string> NewestAsync(CancellationToken cancellationToken)
    {
        if (_newest is not { } known)
            return await AskAsync(cancellationToken);
        if (time.GetUtcNow() < _readAt + LooksAgainAfter || _rest.IsOn)
            return known;
        using var late = new CancellationTokenSource(AnswersWithin, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await AskAsync(over.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && Failures.ToProblem(e).Status == 503)
        {
            _rest.Begin();
            return known;
        }
    }

    private async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = (await vault.GetSecretAsync(SecretName, cancellationToken: cancellationToken)).Value;
            _keys[found.Properties.Version] = Convert.FromBase64String(found.Value);
            (_newest, _readAt) = (found.Properties.Version, time.GetUtcNow());
            await deleted.IsThereAsync(SecretName, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // Created concurrently by two instances, it has two versions, and both are valid. Recovering a deleted one restores all
            // versions.
            if (await deleted.TryRecoverAsync(SecretName, cancellationToken))
                return await AskAsync(cancellationToken);
            await RotateAsync(cancellationToken);
        }

        return _newest!;
    }

    private async Task<byte[]> KeyAsync(string version, CancellationToken cancellationToken)
    {
        if (_keys.TryGetValue(version, out var known))
            return known;
        try
        {
            return await ReadAsync(version, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            if (!await deleted.TryRecoverAsync(SecretName, cancellationToken))
                throw;
            return await ReadAsync(version, cancellationToken);
        }
    }

    private async Task<byte[]> ReadAsync(string version, CancellationToken cancellationToken)
    {
        var found = (await vault.GetSecretAsync(SecretName, version, cancellationToken: cancellationToken)).Value;
        await deleted.IsThereAsync(SecretName, cancellationToken);
        return _keys[version] = Convert.FromBase64String(found.Value);
    }
}
