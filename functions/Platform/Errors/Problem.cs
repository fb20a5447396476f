namespace ChatPay.Functions.Platform.Errors;

/// <summary>The body of a refusal (RFC 9457).</summary>
/// <param name="Type">Where the kind of problem is described.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong and what to do.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Field">The offending field.</param>
/// <param name="CurrentStatus">The state of the resource, with a 409, such as the order's <c>status</c>.</param>
/// <param name="Errors">All faults in the request, by field, at most 20. The first is the one described by <c>code</c>,
/// <c>detail</c> and <c>field</c>. Rules are checked once the whole body is well formed.</param>
/// <param name="TraceId">The id by which support finds the log, with a failure of ours.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string? Field = null,
    string? CurrentStatus = null,
    IReadOnlyList<FieldFault>? Errors = null,
    string? TraceId = null);
