namespace ChatPay.Functions.Platform.Idempotency;

/// <summary>A response as it was given, and the request that it answers.</summary>
/// <param name="RequestHash">SHA-256 of the request's body.</param>
/// <param name="Status">The HTTP status; 0 while the request is in flight.</param>
/// <param name="Body">The body; empty for none.</param>
/// <param name="ContentType">The content type; null for a response without a body.</param>
/// <param name="Location">The URL of what was created.</param>
/// <param name="ETag">The entity tag of the resource.</param>
internal sealed record StoredAnswer(
    string RequestHash, int Status = 0, string Body = "", string? ContentType = null, string? Location = null, string? ETag = null)
{
    /// <summary>Whether there is a response yet.</summary>
    public bool IsAnswered => Status != 0;
}
