namespace ChatPay.Local.Vault;

/// <summary>One version of a secret. Times are Unix seconds.</summary>
internal sealed record SecretVersion(string Name, string Version, SecretAttributes Attributes, long Created, long Updated, byte[] Sealed)
{
    /// <summary>When the secret was deleted, and when it will be purged.</summary>
    public (long At, long Purge)? Deleted { get; init; }

    /// <summary>The place that the sealed value is bound to.</summary>
    public string Place => SealedAt(Name, Version);

    public static string SealedAt(string name, string version) => name.ToUpperInvariant() + "/" + version;
}

/// <summary>The attributes that a caller sets besides the value; null keeps the current one.</summary>
internal sealed record SecretAttributes(
    bool? Enabled,
    long? NotBefore,
    long? Expires,
    string? ContentType,
    Dictionary<string, string>? Tags);
