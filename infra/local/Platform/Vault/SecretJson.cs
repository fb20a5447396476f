using System.Buffers.Text;
using System.Text.Json;

namespace ChatPay.Local.Vault;

/// <summary>Secrets in the JSON of the REST contract: SecretBundle, SecretItem, DeletedSecretBundle.</summary>
/// <param name="vault">The vault's address to clients.</param>
/// <param name="recoverableDays">How long a deleted secret can be recovered.</param>
internal sealed class SecretJson(Uri vault, int recoverableDays)
{
    /// <exception cref="VaultFault">The body is not JSON, or a member is of another kind.</exception>
    public static (string? Value, SecretAttributes Attributes) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var attributes = Member(root, "attributes") ?? default;
            return (Text(root, "value"), new SecretAttributes(
                Member(attributes, "enabled") is { } enabled ? enabled.GetBoolean() : null,
                Member(attributes, "nbf")?.GetInt64(),
                Member(attributes, "exp")?.GetInt64(),
                Text(root, "contentType"),
                Member(root, "tags")?.Deserialize<Dictionary<string, string>>()));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw VaultFault.BadParameter("The request body is not valid JSON of a secret.");
        }
    }

    /// <summary>The blob of a backup, as a restore sends it.</summary>
    /// <exception cref="VaultFault">There is none.</exception>
    public static byte[] ReadBackup(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Base64Url.DecodeFromChars(Read(body).Value ?? throw VaultFault.BadParameter("The property \"value\" is required."));
        }
        catch (FormatException)
        {
            throw VaultFault.BadParameter("The property \"value\" is not base64url.");
        }
    }

    public static void WriteBackup(Utf8JsonWriter json, byte[] backup)
    {
        json.WriteStartObject();
        json.WriteString("value", Base64Url.EncodeToString(backup));
        json.WriteEndObject();
    }

    /// <param name="json">Where it is written.</param>
    /// <param name="secret">What is written.</param>
    /// <param name="value">The value; null leaves it out.</param>
    /// <param name="withVersion">Whether the id names the version; lists of secrets do not.</param>
    public void Write(Utf8JsonWriter json, SecretVersion secret, string? value, bool withVersion)
    {
        json.WriteStartObject();
        if (value is not null)
            json.WriteString("value", value);
        json.WriteString("id", new Uri(vault, $"secrets/{secret.Name}{(withVersion ? "/" + secret.Version : "")}").ToString());
        if (secret.Deleted is { } deleted)
        {
            json.WriteString("recoveryId", new Uri(vault, $"deletedsecrets/{secret.Name}").ToString());
            json.WriteNumber("deletedDate", deleted.At);
            json.WriteNumber("scheduledPurgeDate", deleted.Purge);
        }

        if (secret.Attributes.ContentType is { } contentType)
            json.WriteString("contentType", contentType);
        WriteAttributes(json, secret);
        if (secret.Attributes.Tags is { } tags)
        {
            json.WritePropertyName("tags");
            JsonSerializer.Serialize(json, tags);
        }

        json.WriteEndObject();
    }

    private void WriteAttributes(Utf8JsonWriter json, SecretVersion secret)
    {
        json.WriteStartObject("attributes");
        json.WriteBoolean("enabled", secret.Attributes.Enabled ?? true);
        if (secret.Attributes.NotBefore is { } notBefore)
            json.WriteNumber("nbf", notBefore);
        if (secret.Attributes.Expires is { } expires)
            json.WriteNumber("exp", expires);
        json.WriteNumber("created", secret.Created);
        json.WriteNumber("updated", secret.Updated);
        // The REST reference, DeletionRecoveryLevel: "Customized" says that fewer than 90 days were chosen.
        json.WriteString("recoveryLevel", recoverableDays == 90 ? "Recoverable+Purgeable" : "CustomizedRecoverable+Purgeable");
        json.WriteNumber("recoverableDays", recoverableDays);
        json.WriteEndObject();
    }

    private static string? Text(JsonElement element, string name) => Member(element, name)?.GetString();

    private static JsonElement? Member(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null => found,
        JsonValueKind.Object or JsonValueKind.Undefined => null,
        _ => throw new JsonException("An object is expected."),
    };
}
