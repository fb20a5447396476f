namespace ChatPay.Functions.Platform.Idempotency;

/// <summary>An answer as it was given, and the request that it was given to.</summary>
/// <param name="RequestHash">SHA-256 of the request's body.</param>
/// <param name="Status">Of the answer; 0 while the request is in flight.</param>
/// <param name="Body">What was answered; empty for nothing.</param>
/// <param name="ContentType">Null for an answer without a body.</param>
/// <param name="Location">Of what was made.</param>
/// <param name="ETag">Of the resource.</param>
internal sealed record StoredAnswer(
    string RequestHash, int Status = 0, string Body = "", string? ContentType = null, string? Location = null, string? ETag = null)
{
    /// <summary>Whether there is an answer yet.</summary>
    public bool IsAnswered => Status != 0;
}
