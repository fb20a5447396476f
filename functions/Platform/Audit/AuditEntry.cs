namespace ChatPay.Functions.Platform.Audit;

/// <summary>Who did what, and what came of it. Ids and codes only: nothing that was said or handed in.</summary>
/// <param name="At">UTC.</param>
/// <param name="Actor">The caller's id: <c>opr-…</c>, <c>sel-…</c> or <c>byr-…</c>.</param>
/// <param name="Action">The function's name.</param>
/// <param name="Subject">The order, seller or conversation; <c>platform</c> when it is about all of them.</param>
/// <param name="Outcome"><c>begun</c>, <c>done</c>, or the code with which it was refused.</param>
/// <param name="TraceId">Finds it in the log.</param>
public sealed record AuditEntry(DateTimeOffset At, string Actor, string Action, string Subject, string Outcome, string? TraceId);
