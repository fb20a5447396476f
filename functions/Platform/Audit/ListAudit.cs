using System.Globalization;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Platform.Audit;

/// <summary>Who did what: to a subject (<c>?subject=</c> an order, a seller or a conversation, or <c>platform</c>), or on a day
/// (<c>?day=</c>, UTC; today when neither is given); with <c>?actor=</c>, by one caller. Newest first. What is
/// refused to a buyer or seller is listed once per caller, action, code and hour.</summary>
public sealed class ListAudit(AuditTrail trail, DueDays days)
{
    [Function(nameof(ListAudit))]
    [Requires(Role.Operator)]
    [Paged]
    [Query("subject", "The id of an order, a seller or a conversation, or 'platform'.")]
    [Query("day", "A day in UTC; today when neither it nor a subject is given.", Format = "date")]
    [Query("actor", "Only what this caller did: `opr-…`, `sel-…` or `byr-…`.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/ops/audit")] HttpRequest http,
        CancellationToken cancellationToken)
    {
        var actor = http.Query["actor"].ToString() is { Length: > 0 } given ? given : null;
        return Answers.OkUnlessKnown(
            http, await trail.ListAsync(PartitionOf(http), actor, Paging.Place(http), Paging.Limit(http), cancellationToken));
    }

    private string PartitionOf(HttpRequest http) =>
        (http.Query["subject"].ToString(), http.Query["day"].ToString()) switch
        {
            ("", "") => AuditTrail.OfDay(days.Today),
            (AuditTrail.Platform, "") => AuditTrail.OfSubject(AuditTrail.Platform),
            (var subject, "") when Ids.HasForm(subject, "ord") || Ids.HasForm(subject, "sel") || Ids.HasForm(subject, "cnv") =>
                AuditTrail.OfSubject(subject),
            ("", var day) when DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var of) =>
                AuditTrail.OfDay(of),
            _ => throw Problems.Malformed(
                "audit-query-invalid",
                "Give either 'subject' (the id of an order, a seller or a conversation, or 'platform') or 'day' (as in 2026-03-02).",
                "subject"),
        };
}
