namespace ChatPay.Functions.Providers.PayPal;

/// <summary>One call of the API.</summary>
/// <param name="Operation">What it does, as a verb phrase for messages.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Relative to the base URL, without a leading slash.</param>
/// <param name="RequestId">The idempotency key; null for a read, which can be repeated freely.</param>
/// <param name="Body">JSON, unless <see cref="ContentType"/> says otherwise.</param>
/// <param name="WantsRepresentation">Whether to return the whole resource, not only its id.</param>
public sealed record PayPalCall(
    string Operation, HttpMethod Method, string Path, string? RequestId = null, byte[]? Body = null, bool WantsRepresentation = false)
{
    /// <summary>The content type of the body.</summary>
    public string ContentType { get; init; } = "application/json";

    public static PayPalCall Read(string operation, string path) => new(operation, HttpMethod.Get, path);

    public static PayPalCall Post(string operation, string path, string requestId, byte[] body, bool wantsRepresentation = false) =>
        new(operation, HttpMethod.Post, path, requestId, body, wantsRepresentation);
}
