namespace ChatPay.Functions.Platform.Audit;

/// <summary>Who did what, and with what outcome. Ids and codes only: no content of requests.</summary>
/// <param name="At">UTC.</param>
/// <param name="Actor">The caller's id: <c>opr-…</c>, <c>sel-…</c> or <c>byr-…</c>.</param>
/// <param name="Action">The function's name.</param>
/// <param name="Subject">The order, seller or conversation; <c>platform</c> when it concerns all of them.</param>
/// <param name="Outcome"><c>begun</c>, <c>done</c>, or the code with which it was refused.</param>
/// <param name="TraceId">The id of the call in the log.</param>
public sealed record AuditEntry(DateTimeOffset At, string Actor, string Action, string Subject, string Outcome, string? TraceId);
