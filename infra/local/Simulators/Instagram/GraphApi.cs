using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using ChatPay.Local.Simulators.State;
using ChatPay.Local.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Simulators.Instagram;

/// <summary>Answers the Send API.</summary>
internal sealed partial class GraphApi(
    SqliteJournal journal, Agenda agenda, Conversations conversations, Faults faults, LocalClock clock, CancellationToken stopping)
{
    private long _traces;

    /// <returns>Whether the request belongs to the API.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || Route().Match(http.Request.Path.Value!) is not { Success: true } match)
            return false;

        var fault = faults.Take("send");
        if (fault is Fault.TimeOutBefore)
        {
            await Faults.HoldAsync(http, clock, stopping);
            return true;
        }

        var (status, body) = await AnswerAsync(http, match.Groups[1].Value, fault);
        if (fault is Fault.TimeOutAfterSuccess)
        {
            await Faults.HoldAsync(http, clock, stopping);
            return true;
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=UTF-8";
        var text = MetaJson.Write(body);
        await http.Response.WriteAsync(fault is Fault.MalformedBody ? text[..(text.Length / 2)] : text, http.RequestAborted);
        return true;
    }

    private async Task<(int Status, JsonObject Body)> AnswerAsync(HttpContext http, string accountId, Fault? fault)
    {
        try
        {
            if (Fails(fault) is { } refusal)
                throw refusal;

            var request = await ReadAsync(http);
            var (message, planned) = await journal.WriteAsync(connection =>
            {
                var account = Account(connection, http.Request, accountId);
                var (userId, content) = SendApi.Check(connection, account, request, clock.GetUtcNow());
                return conversations.FromAccount(connection, account, userId, content, clock.GetUtcNow());
            });
            if (planned is not null)
                agenda.Set([planned]);
            return (200, new JsonObject { ["recipient_id"] = message.UserId, ["message_id"] = message.Mid });
        }
        catch (MetaRefusal refusal)
        {
            var trace = Interlocked.Increment(ref _traces).ToString("x11", System.Globalization.CultureInfo.InvariantCulture);
            return (refusal.Status, refusal.ToBody(trace));
        }
    }

    private string Account(SqliteConnection connection, HttpRequest request, string accountId)
    {
        var header = request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..].Trim()
            : request.Query["access_token"].ToString();
        var account = connection
            .All<ConnectedAccount>()
            .FirstOrDefault(a => a.AccessToken == token && a.LeftAt(clock.GetUtcNow()) > TimeSpan.Zero);
        return account is not null && (accountId == "me" || accountId == account.AccountId)
            ? account.AccountId
            : throw MetaRefusal.BadToken();
    }

    private static async Task<JsonObject> ReadAsync(HttpContext http)
    {
        try
        {
            return await JsonNode.ParseAsync(
                    http.Request.Body,
                    documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false },
                    cancellationToken: http.RequestAborted) as JsonObject
                ?? throw MetaRefusal.BadParameter("The body is not a JSON object");
        }
        catch (JsonException)
        {
            throw MetaRefusal.BadParameter("The body is not JSON");
        }
    }

    private static MetaRefusal? Fails(Fault? fault) => fault switch
    {
        Fault.Error500 => MetaRefusal.Broken(500),
        Fault.Error503 => MetaRefusal.Broken(503),
        Fault.TooManyRequests or Fault.InProgress => MetaRefusal.TooMany(),
        Fault.Unauthenticated => MetaRefusal.BadToken(),
        _ => null,
    };

    [GeneratedRegex(@"^/v[0-9]+\.[0-9]+/([0-9A-Za-z_-]+)/messages/?$", RegexOptions.CultureInvariant)]
    private static partial Regex Route();
}
