using System.Text;

namespace ChatPay.Local.Vault;

/// <summary>Enforces the service's limits on secrets ("About Azure Key Vault secrets" and "Azure Key Vault keys, secrets and
/// certificates overview" in Microsoft's documentation).</summary>
internal static class SecretRules
{
    private const int MaxNameLength = 127;
    private const int LargestValue = 25 * 1024;
    private const int MaxContentTypeLength = 255;
    private const int MaxTags = 15;
    private const int MaxTagNameLength = 512;
    private const int MaxTagValueLength = 256;

    /// <summary>The last second of the year 9999; clients cannot read a later one.</summary>
    private const long LatestTime = 253_402_300_799;

    public static string Name(string name) =>
        name.Length is > 0 and <= MaxNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? name
            : throw VaultFault.BadParameter($"The request URI contains an invalid name: {name}");

    public static string Value(string? value)
    {
        if (value is null)
            throw VaultFault.BadParameter("The property \"value\" is required.");
        return Encoding.UTF8.GetByteCount(value) <= LargestValue
            ? value
            : throw VaultFault.BadParameter("The value of a secret may have 25600 bytes at most.");
    }

    public static SecretAttributes Attributes(SecretAttributes attributes)
    {
        if (attributes.ContentType?.Length > MaxContentTypeLength)
            throw VaultFault.BadParameter("The property \"contentType\" may have 255 characters at most.");
        if (attributes.NotBefore is < 0 or > LatestTime)
            throw VaultFault.BadParameter("The property \"nbf\" is no time in seconds since 1970.");
        if (attributes.Expires is < 0 or > LatestTime)
            throw VaultFault.BadParameter("The property \"exp\" is no time in seconds since 1970.");
        Check(attributes.Tags ?? []);
        return attributes;
    }

    private static void Check(Dictionary<string, string> tags)
    {
        if (tags.Count > MaxTags)
            throw VaultFault.BadParameter("A secret may have 15 tags at most.");
        foreach (var (name, value) in tags)
        {
            if (name.Length is 0 or > MaxTagNameLength)
                throw VaultFault.BadParameter("The name of a tag must have between 1 and 512 characters.");
            if (value is null || value.Length > MaxTagValueLength)
                throw VaultFault.BadParameter($"The value of the tag {name} must have between 0 and 256 characters.");
        }
    }
}
