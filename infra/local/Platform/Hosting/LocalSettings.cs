using System.Text.Json;

namespace ChatPay.Local.Hosting;

/// <summary>Reads the settings file of the official tools, local.settings.json.</summary>
public static class LocalSettings
{
    /// <summary>The <c>Values</c> of the file.</summary>
    /// <exception cref="PlatformException">The file is missing, damaged, encrypted, or a value is not a string.</exception>
    public static IReadOnlyDictionary<string, string?> Read(string file)
    {
        using var document = JsonFile.Read(file);
        var root = document.RootElement;
        if (root.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
            throw new PlatformException(
                $"{file} is encrypted: run 'func settings decrypt', or write the values in plain text with \"IsEncrypted\": false.");

        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (!root.TryGetProperty("Values", out var settings))
            return values;
        if (settings.ValueKind != JsonValueKind.Object)
            throw new PlatformException($"\"Values\" in {file} must be an object of names and strings.");

        foreach (var setting in settings.EnumerateObject())
        {
            values[setting.Name] = setting.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null
                ? setting.Value.GetString()
                : throw new PlatformException($"The value of \"{setting.Name}\" in {file} must be a string: put it in quotation marks.");
        }

        return values;
    }
}
