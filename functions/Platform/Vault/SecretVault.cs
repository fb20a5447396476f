using Azure;
using Azure.Security.KeyVault.Secrets;

namespace ChatPay.Functions.Platform.Vault;

/// <summary>Stores access tokens and keys in Key Vault. Identity data has a writer of its own (Sellers/Kyc); these two are the only
/// ones that access the vault.</summary>
public sealed class SecretVault(SecretClient vault)
{
    // Nothing is ever stored under this name: reading it shows whether the vault responds.
    private const string Probe = "readiness-probe";

    /// <summary>Stores a value as the newest version under this name.</summary>
    /// <param name="name">Letters, digits and hyphens, at most 127; it appears in logs, so it says nothing about the value.</param>
    /// <param name="value">The secret.</param>
    /// <param name="contentType">What it is, such as <c>instagram-access-token</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task PutAsync(string name, string value, string contentType, CancellationToken cancellationToken) =>
        vault.SetSecretAsync(new KeyVaultSecret(name, value) { Properties = { ContentType = contentType } }, cancellationToken);

    /// <summary>The newest value, or null when there is none.</summary>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await vault.GetSecretAsync(name, cancellationToken: cancellationToken)).Value.Value;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Deletes all versions; the vault keeps them recoverable for its retention period. Succeeds when there are
    /// none.</summary>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await vault.StartDeleteSecretAsync(name, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // It is gone, as intended.
        }
    }

    /// <summary>Completes when the vault responds.</summary>
    /// <exception cref="RequestFailedException">It does not respond.</exception>
    public Task PingAsync(CancellationToken cancellationToken) => FindAsync(Probe, cancellationToken);
}
