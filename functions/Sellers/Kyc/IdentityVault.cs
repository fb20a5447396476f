using System.Buffers;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Sellers.Kyc;

/// <summary>Writes identity data into Key Vault: the only place it is ever in. Names, content type and tags say nothing about
/// the person.</summary>
public sealed class IdentityVault(SecretClient vault, Ids ids)
{
    /// <returns>The opaque name under which it is kept.</returns>
    internal async Task<string> KeepAsync(IdentityData data, CancellationToken cancellationToken)
    {
        var reference = ids.New("kyc");
        await vault.SetSecretAsync(
            new KeyVaultSecret(reference, Write(data))
            {
                Properties = { ContentType = "application/json", Tags = { ["purpose"] = "seller-identity", ["form"] = "1" } },
            },
            cancellationToken);
        return reference;
    }

    /// <summary>Deletes what is kept under this name. It stays recoverable for the vault's retention period, then is gone.</summary>
    public async Task DropAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            await vault.StartDeleteSecretAsync(reference, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // It is gone, which is what was asked for.
        }
    }

    // By hand, because the pieces refuse to be serialised.
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
