namespace ChatPay.Functions.Platform.Errors;

/// <summary>A kind of refusal, as callers are told of it in the documentation.</summary>
/// <param name="Code">Stable, for programs; the <c>type</c> of a problem ends in it.</param>
/// <param name="Status">The HTTP status that it comes with.</param>
/// <param name="Meaning">What is wrong, for any case of it.</param>
/// <param name="Remedy">What the caller does about it.</param>
public sealed record ProblemKind(string Code, int Status, string Meaning, string Remedy);

/// <summary>Kinds of refusal that belong together.</summary>
/// <param name="Title">Heads them in the documentation.</param>
/// <param name="Kinds">In the order in which they are listed.</param>
public sealed record ProblemGroup(string Title, IReadOnlyList<ProblemKind> Kinds);
