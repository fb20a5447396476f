using ChatPay.Local.Web;

namespace ChatPay.Local.Vault;

/// <summary>An error response of the vault.</summary>
internal sealed class VaultFault(int status, string code, string message, string? inner = null) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>The code of the inner error, which gives the reason.</summary>
    public string? Inner { get; } = inner;

    /// <summary>How long the caller is asked to wait before trying again.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public static VaultFault Unauthorized() => new(401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.");

    public static VaultFault Throttled(TimeSpan retryAfter) => new(
        429, "Throttled", "Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached")
    {
        RetryAfter = retryAfter,
    };

    public static VaultFault BadParameter(string message) => new(400, "BadParameter", message);

    public static VaultFault NoSuchOperation() => new(404, "NotFound", "The request URI names no operation on secrets.");

    public static VaultFault NotFound(string name) =>
        new(
            404,
            "SecretNotFound",
            $"A secret with (name/id) {name} was not found in this key vault. If you recently deleted this secret you may be able to "
                + "recover it using the correct recovery command.");

    public static VaultFault DeletedNotFound(string name) => new(404, "SecretNotFound", $"Deleted Secret not found: {name}");

    public static VaultFault Disabled() => new(403, "Forbidden", "Operation get is not allowed on a disabled secret.", "SecretDisabled");

    public static VaultFault DeletedButRecoverable(string name) =>
        new(
            409,
            "Conflict",
            $"Secret {name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret "
                + "can only be recovered or purged.",
            "ObjectIsDeletedButRecoverable");

    public static VaultFault BeingDeleted() => new(409, "Conflict", "Secret is currently being deleted.", "ObjectIsBeingDeleted");

    public static VaultFault BeingRecovered() => new(409, "Conflict", "Secret is currently being recovered.", "ObjectIsBeingRecovered");

    public static VaultFault AlreadyThere(string name) => new(
        409, "Conflict", $"There was a conflict restoring the secret {name}: a secret of this name is there.");

    public static VaultFault TraceLeft() =>
        new(
            500,
            "InternalServerError",
            "The secret is purged, but its bytes may still lie in the vault's log, because a reader keeps it: the next purge or start "
                + "cuts it.");

    /// <summary>This vault only: the official one has no file that could be changed behind its back.</summary>
    public static VaultFault Unreadable(string name) =>
        new(
            500,
            "InternalServerError",
            $"The value of {name} was changed in the vault's data file, or taken from another secret: set it again, or start with --fresh."
        );

    /// <summary>The response to a request that this fault keeps from being executed; null when it is executed.</summary>
    public static VaultFault? Of(Fault fault) => fault switch
    {
        Fault.Error500 => new VaultFault(500, "InternalServerError", "The server encountered an internal error. Please retry later."),
        Fault.Error503 => new VaultFault(503, "ServiceUnavailable", "The service is unavailable."),
        Fault.TooManyRequests => Throttled(TimeSpan.FromSeconds(10)),
        Fault.InProgress => BeingDeleted(),
        Fault.Unauthenticated => Unauthorized(),
        _ => null,
    };
}
