namespace ChatPay.Local.Vault;

/// <summary>An error as the vault gives it.</summary>
internal sealed class VaultFault(int status, string code, string message, string? inner = null) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>The code of the inner error, which says why.</summary>
    public string? Inner { get; } = inner;

    public static VaultFault Unauthorized() => new(401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.");

    public static VaultFault Throttled() => new(
        429, "Throttled", "Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached");

    public static VaultFault BadParameter(string message) => new(400, "BadParameter", message);

    public static VaultFault NoSuchOperation() => new(404, "NotFound", "The request URI names no operation on secrets.");

    public static VaultFault NotFound(string name) => new(
        404, "SecretNotFound",
        $"A secret with (name/id) {name} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command.");

    public static VaultFault DeletedNotFound(string name) => new(404, "SecretNotFound", $"Deleted Secret not found: {name}");

    public static VaultFault Disabled() => new(403, "Forbidden", "Operation get is not allowed on a disabled secret.", "SecretDisabled");

    public static VaultFault DeletedButRecoverable(string name) => new(
        409, "Conflict",
        $"Secret {name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.",
        "ObjectIsDeletedButRecoverable");
}
