using Azure;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Platform.Vault;

/// <summary>Recovers keys that somebody has deleted. The vault keeps a deleted secret for its retention period and reserves its
/// name: it is recovered, and what was signed or encrypted with it stays valid. If the vault does not let this app recover it, an
/// operator is alerted.</summary>
public sealed class DeletedSecrets(SecretClient vault, OperatorAlerts attention)
{
    private const string NotRecovered = "key-not-recovered";

    /// <summary>Sets a new version of a key, which may have been deleted.</summary>
    public async Task<KeyVaultSecret> SetAsync(KeyVaultSecret key, CancellationToken cancellationToken)
    {
        try
        {
            return await vault.SetSecretAsync(key, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            if (!await TryRecoverAsync(key.Name, cancellationToken))
                throw new SecretRecoveringException(key.Name, e);
            return await vault.SetSecretAsync(key, cancellationToken);
        }
    }

    /// <returns>False when no secret of this name was deleted.</returns>
    /// <exception cref="SecretRecoveringException">It is not back yet, or this app may not recover it.</exception>
    public async Task<bool> TryRecoverAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var recovery = await vault.StartRecoverDeletedSecretAsync(name, cancellationToken);
            await recovery.UpdateStatusAsync(cancellationToken);
            return recovery.HasCompleted ? true : throw new SecretRecoveringException(name, null);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            await attention.RaiseAsync(
                NotRecovered,
                name,
                $"The key {name} was deleted, and the vault does not let this app recover it. What needs the key fails.",
                $"Recover it (az keyvault secret recover --vault-name <vault> --name {name}), and let this app recover secrets.",
                orderId: null, cancellationToken);
            throw new SecretRecoveringException(name, e);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            throw new SecretRecoveringException(name, e);
        }
    }

    /// <summary>The key was read: an alert about its deletion is resolved.</summary>
    public Task IsThereAsync(string name, CancellationToken cancellationToken) =>
        attention.ClearAsync(NotRecovered, name, "The key is there again.", cancellationToken);
}

/// <summary>A key was deleted and is not back yet: wait, or recover it by hand.</summary>
public sealed class SecretRecoveringException : OutageException
{
    internal SecretRecoveringException(string name, Exception? inner)
        : base(
            "Key Vault",
            $"The secret {name} was deleted and is not back yet. "
                + $"If it stays away: az keyvault secret recover --vault-name <vault> --name {name}",
            inner)
    {
    }
}
