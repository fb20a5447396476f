namespace ChatPay.Functions.Platform.Errors;

/// <summary>A request that is refused. It becomes <c>application/problem+json</c> (RFC 9457) with these members; nothing has been
/// written when it is thrown, unless it says so.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">Stable, for programs, such as <c>amount-invalid</c>.</param>
/// <param name="detail">For people: what is wrong and what to do.</param>
/// <param name="field">The offending field, as a path such as <c>lines[0].unitPrice</c>.</param>
/// <param name="currentStatus">The state of the resource, with a 409.</param>
public sealed class ProblemException(int status, string code, string detail, string? field = null, string? currentStatus = null)
    : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string? Field { get; } = field;

    public string? CurrentStatus { get; } = currentStatus;

    /// <summary>All faults in the request, by field, this one first; empty when it concerns no field.</summary>
    public IReadOnlyList<FieldFault> Errors { get; init; } = field is null ? [] : [new(field, code, detail)];

    /// <summary>Seconds after which a retry makes sense.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Whether the request has changed something before it was refused: each of them is in the audit trail.</summary>
    public bool IsAfterChange { get; private set; }

    /// <summary>The same refusal, of a request that has changed something before.</summary>
    public ProblemException AfterChange()
    {
        IsAfterChange = true;
        return this;
    }
}
