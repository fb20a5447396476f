using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure;
using Azure.Security.KeyVault.Secrets;

namespace ChatPay.Functions.Platform.Vault;

/// <summary>The keys for signing links: the enabled versions of one secret in Key Vault, the oldest first. Created at first use,
/// and recovered if deleted. A disabled version is no longer valid for anything.</summary>
public sealed class LinkKeys(SecretClient vault, DeletedSecrets deleted, TimeProvider time) : IDisposable
{
    private const string SecretName = "link-signing-key";
    private const string ContentType = "hmac-sha256-key";

    // A version that is disabled is no longer used here after an hour.
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _reading = new(1);
    private readonly ConcurrentDictionary<string, byte[]> _values = new(StringComparer.Ordinal);
    private IReadOnlyList<LinkKey> _keys = [];
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <summary>All keys; at least one.</summary>
    /// <param name="notOlderThan">The maximum age of what was read; older keys are read again.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<LinkKey>> ListAsync(TimeSpan notOlderThan, CancellationToken cancellationToken)
    {
        if (IsFresh(notOlderThan))
            return _keys;

        // One at a time: a key that is created twice at first use is two keys.
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (!IsFresh(notOlderThan))
                (_keys, _readAt) = (await ReadAsync(cancellationToken), time.GetUtcNow());
            return _keys;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>All keys, at most an hour old.</summary>
    public Task<IReadOnlyList<LinkKey>> ListAsync(CancellationToken cancellationToken) => ListAsync(LooksAgainAfter, cancellationToken);

    /// <summary>Creates a new key. The older ones stay for links in use.</summary>
    public Task RotateAsync(CancellationToken cancellationToken)
    {
        var key = new KeyVaultSecret(SecretName, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        key.Properties.ContentType = ContentType;
        return deleted.SetAsync(key, cancellationToken);
    }

    public void Dispose() => _reading.Dispose();

    private bool IsFresh(TimeSpan notOlderThan) => _keys.Count > 0 && time.GetUtcNow() < _readAt + notOlderThan;

    private async Task<IReadOnlyList<LinkKey>> ReadAsync(CancellationToken cancellationToken)
    {
        if (await VersionsAsync(cancellationToken) is not { Count: > 0 } versions)
        {
            if (!await deleted.TryRecoverAsync(SecretName, cancellationToken))
                await RotateAsync(cancellationToken);
            versions = await VersionsAsync(cancellationToken);
        }

        if (versions.Count == 0)
            throw new SecretRecoveringException(SecretName, null);
        var keys = new List<LinkKey>();
        foreach (var version in versions.OrderBy(v => v.CreatedOn).ThenBy(v => v.Version, StringComparer.Ordinal))
        {
            if (!_values.TryGetValue(version.Version, out var value))
            {
                var secret = await vault.GetSecretAsync(SecretName, version.Version, cancellationToken: cancellationToken);
                _values[version.Version] = value = Convert.FromBase64String(secret.Value.Value);
            }

            var id = version.Version[..Math.Min(8, version.Version.Length)];
            keys.Add(new LinkKey(id, version.CreatedOn ?? DateTimeOffset.MinValue, value));
        }

        await deleted.IsThereAsync(SecretName, cancellationToken);
        return keys;
    }

    private async Task<IReadOnlyList<SecretProperties>> VersionsAsync(CancellationToken cancellationToken)
    {
        var versions = new List<SecretProperties>();
        try
        {
            await foreach (var version in vault.GetPropertiesOfSecretVersionsAsync(SecretName, cancellationToken))
            {
                if (version.Enabled != false)
                    versions.Add(version);
            }
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // There is none, or it was deleted.
        }

        return versions;
    }
}

/// <param name="Id">Part of each link that it signs: the beginning of its version in the vault.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Value">The key.</param>
public sealed record LinkKey(string Id, DateTimeOffset CreatedAt, byte[] Value);
