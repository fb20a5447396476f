namespace ChatPay.Functions.Platform.Errors;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">Where, as a path such as <c>lines[0].unitPrice</c>.</param>
/// <param name="Code">Stable, for programs: the same codes as those of problems.</param>
/// <param name="Detail">What is wrong there and what to do.</param>
public sealed record FieldFault(string Field, string Code, string Detail);
