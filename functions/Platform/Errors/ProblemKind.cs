namespace ChatPay.Functions.Platform.Errors;

/// <summary>A kind of refusal, as documented for callers.</summary>
/// <param name="Code">Stable, for programs; the <c>type</c> of a problem ends in it.</param>
/// <param name="Status">The HTTP status that it comes with.</param>
/// <param name="Meaning">What is wrong, in general.</param>
/// <param name="Remedy">What the caller can do about it.</param>
public sealed record ProblemKind(string Code, int Status, string Meaning, string Remedy);

/// <summary>A group of related kinds of refusal.</summary>
/// <param name="Title">The heading in the documentation.</param>
/// <param name="Kinds">In the order of the documentation.</param>
public sealed record ProblemGroup(string Title, IReadOnlyList<ProblemKind> Kinds);
