using System.Buffers;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>Writes identity data to Key Vault, the only place where it is ever stored. Names, content type and tags say nothing
/// about the person.</summary>
public sealed class IdentityVault(SecretClient vault, Ids ids)
{
    /// <summary>An opaque name that is not in use yet.</summary>
    public string NewReference() => ids.New("kyc");

    /// <param name="reference">The name to store it under; already recorded as pending.</param>
    /// <param name="data">The validated data.</param>
    /// <param name="countsUntil">When it is to be asked for again, UTC; also the secret's expiry, which shows in the vault's logs
    /// and events.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal Task KeepAsync(string reference, IdentityData data, DateTimeOffset countsUntil, CancellationToken cancellationToken) =>
        vault.SetSecretAsync(
            new KeyVaultSecret(reference, Write(data))
            {
                Properties =
                {
                    ContentType = "application/json",
                    ExpiresOn = countsUntil,
                    Tags = { ["purpose"] = "seller-identity", ["form"] = "1" },
                },
            },
            cancellationToken);

    /// <summary>Deletes what is stored under this name. It stays recoverable for the vault's retention period, then is
    /// gone.</summary>
    public async Task DropAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            await vault.StartDeleteSecretAsync(reference, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // It is gone, as intended.
        }
    }

    /// <summary>Makes it unreadable for everybody; it stays in the vault.</summary>
    public async Task LockAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var version in vault.GetPropertiesOfSecretVersionsAsync(reference, cancellationToken))
            {
                version.Enabled = false;
                await vault.UpdateSecretPropertiesAsync(version, cancellationToken);
            }
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // It has been erased by now, so nobody can read it either.
        }
    }

    /// <summary>Makes a deletion final at once, if the vault allows it; with purge protection it is final at the end of the vault's
    /// retention period.</summary>
    /// <returns>False while the vault is still deleting it.</returns>
    public async Task<bool> TryPurgeAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            await vault.PurgeDeletedSecretAsync(reference, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 403)
        {
            // 404: it is gone. 403: purge protection, and the vault purges it by itself.
            return e.Status == 403 || !await ExistsAsync(reference, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    /// <summary>The tax id, masked; null when there is none.</summary>
    internal async Task<string?> MaskAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            using var data = JsonDocument.Parse((await vault.GetSecretAsync(reference, cancellationToken: cancellationToken)).Value.Value);
            return $"{data.RootElement.GetProperty("taxIdKind").GetString()!.ToUpperInvariant()} ending "
                + $"{data.RootElement.GetProperty("taxId").GetString()![^4..]}";
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private async Task<bool> ExistsAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            await vault.GetDeletedSecretAsync(reference, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }

    // Written by hand, because the values refuse to be serialised.
    private static string Write(IdentityData data)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("legalName", data.LegalName.Reveal());
            json.WriteString("dateOfBirth", data.DateOfBirth.Reveal());
            json.WriteString("taxIdKind", data.TaxIdKind == TaxIdKind.Ssn ? "ssn" : "ein");
            json.WriteString("taxId", data.TaxId.Reveal());
            json.WriteStartObject("address");
            json.WriteString("line1", data.Line1.Reveal());
            if (data.Line2 is { } line2)
                json.WriteString("line2", line2.Reveal());
            json.WriteString("city", data.City.Reveal());
            json.WriteString("state", data.State.Reveal());
            json.WriteString("postalCode", data.PostalCode.Reveal());
            json.WriteString("country", "US");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
