namespace ChatPay.Functions.Shared.Http;

/// <summary>The refusals that many use cases share, by HTTP status.</summary>
public static class Problems
{
    /// <summary>400: the request is malformed.</summary>
    public static ProblemException Malformed(string code, string detail, string? field = null) => new(400, code, detail, field);

    /// <summary>404: not there, or not for this caller to see; the two are one answer.</summary>
    public static ProblemException NotFound(string what) =>
        new(404, "not-found", $"There is no such {what}, or it is not yours: check the id and the token.");

    /// <summary>409: the state does not allow it.</summary>
    public static ProblemException Conflict(string code, string detail, string? state = null) => new(409, code, detail, state: state);

    /// <summary>422: well formed, but a rule refuses it.</summary>
    public static ProblemException Refused(string code, string detail, string? field = null) => new(422, code, detail, field);

    /// <summary>503: something needed is down; nothing is lost, and the same request can be sent again.</summary>
    public static ProblemException Unavailable(string what) =>
        new(503, "unavailable", $"{what} cannot be reached now. Nothing was lost: send the same request again shortly.") { RetryAfterSeconds = 5 };
}
