using System.Text.Json;

namespace ChatPay.Local.Vault;

/// <summary>Secrets in the JSON of the REST contract: SecretBundle, SecretItem, DeletedSecretBundle.</summary>
internal static class SecretJson
{
    private const int RecoverableDays = VaultStore.RecoverableDays;

    public static (string? Value, SecretAttributes Attributes) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var attributes = root.TryGetProperty("attributes", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
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

    /// <param name="json">Where it is written.</param>
    /// <param name="vault">The vault's address to clients.</param>
    /// <param name="secret">What is written.</param>
    /// <param name="value">The value; null leaves it out.</param>
    /// <param name="withVersion">Whether the id names the version; lists of secrets do not.</param>
    public static void Write(Utf8JsonWriter json, Uri vault, SecretVersion secret, string? value, bool withVersion)
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

    private static void WriteAttributes(Utf8JsonWriter json, SecretVersion secret)
    {
        json.WriteStartObject("attributes");
        json.WriteBoolean("enabled", secret.Attributes.Enabled ?? true);
        if (secret.Attributes.NotBefore is { } notBefore)
            json.WriteNumber("nbf", notBefore);
        if (secret.Attributes.Expires is { } expires)
            json.WriteNumber("exp", expires);
        json.WriteNumber("created", secret.Created);
        json.WriteNumber("updated", secret.Updated);
        json.WriteString("recoveryLevel", "Recoverable+Purgeable");
        json.WriteNumber("recoverableDays", RecoverableDays);
        json.WriteEndObject();
    }

    private static string? Text(JsonElement element, string name) => Member(element, name)?.GetString();

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null
            ? found
            : null;
}
