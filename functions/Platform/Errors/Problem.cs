namespace ChatPay.Functions.Platform.Errors;

/// <summary>The body of a refusal (RFC 9457).</summary>
/// <param name="Type">Where the kind of problem is described.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong and what to do.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Field">The offending field.</param>
/// <param name="CurrentStatus">Where the thing stands, with a 409: such as the order's <c>status</c>.</param>
/// <param name="Errors">All that is wrong with the request, field by field, at most 20. The first is the one that <c>code</c>,
/// <c>detail</c> and <c>field</c> tell of. Rules are looked at when the form of the whole body is right.</param>
/// <param name="TraceId">What support finds the log by, with a failure of ours.</param>
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
