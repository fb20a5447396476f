using System.Buffers.Text;
using System.Text.Json;

namespace ChatPay.Local.Vault;

/// <summary>Reads and writes secrets as the JSON of the REST API: SecretBundle, SecretItem, DeletedSecretBundle.</summary>
/// <param name="vault">The vault's address as clients see it.</param>
/// <param name="recoverableDays">How long a deleted secret can be recovered.</param>
internal sealed class SecretJson(Uri vault, int recoverableDays)
{
    /// <exception cref="VaultFault">The body is not JSON, or a member has the wrong type.</exception>
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

    /// <summary>Reads the backup blob of a restore request.</summary>
    /// <exception cref="VaultFault">The blob is missing or not base64url.</exception>
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

    /// <param name="json">The writer.</param>
    /// <param name="secret">The secret version.</param>
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
        // REST reference, DeletionRecoveryLevel: "Customized" means that fewer than 90 days were chosen.
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
