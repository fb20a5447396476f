namespace ChatPay.Functions.Platform.Errors;

/// <summary>One fault in a request.</summary>
/// <param name="Field">The path of the member, such as <c>lines[0].unitPrice</c>.</param>
/// <param name="Code">Stable, for programs: one of the codes of problems.</param>
/// <param name="Detail">What is wrong and what to do.</param>
public sealed record FieldFault(string Field, string Code, string Detail);
