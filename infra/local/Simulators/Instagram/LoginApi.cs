using System.Net;
using System.Text.Json.Nodes;
using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using ChatPay.Local.Simulators.State;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Simulators.Instagram;

/// <summary>Instagram's business login: the page, the code, the one-hour token, the 60-day token and its refresh, and the
/// subscription.</summary>
internal sealed class LoginApi(SqliteJournal journal, LocalClock clock, string appSecret)
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstRefresh = TimeSpan.FromHours(24);

    /// <returns>Whether the request belongs to the login.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        var asked = (http.Request.Method, http.Request.Path.Value) switch
        {
            ("GET", "/oauth/authorize") => ShowAsync(http),
            ("POST", "/oauth/authorize") => DecideAsync(http),
            ("POST", "/oauth/access_token") => AnswerAsync(http, RedeemAsync),
            ("GET", "/access_token") => AnswerAsync(http, ExchangeAsync),
            ("GET", "/refresh_access_token") => AnswerAsync(http, RefreshAsync),
            ("GET", [.., '/', 'm', 'e']) => AnswerAsync(http, _ => Task.FromResult(Me(http))),
            ("POST" or "DELETE", { } path) when path.EndsWith("/me/subscribed_apps", StringComparison.Ordinal) => AnswerAsync(
                http,
                SubscribeAsync),
            _ => null,
        };
        if (asked is null)
            return false;
        await asked;
        return true;
    }

    private static Task ShowAsync(HttpContext http)
    {
        var query = http.Request.Query;
        var state = string.Concat(
            new[] { "client_id", "redirect_uri", "state", "scope" }.Select(name =>
                $"""<input type="hidden" name="{name}" value="{WebUtility.HtmlEncode(query[name].ToString())}">"""));
        return WriteAsync(
            http,
            query["client_id"] != InstagramSimulator.AppId
            || query["response_type"] != "code"
            || Back(query["redirect_uri"].ToString()) is null
                ? "<p>Invalid request: no such app, or its redirect address is not registered.</p>"
                : $"""
                <p>An app asks to read and send messages of your professional account.</p>
                <form method="post">{state}
                <p><label>Account <input name="account" inputmode="numeric" maxlength="20" placeholder="17841400000000001" required></label></p>
                <p><label>Name <input name="username" maxlength="30" placeholder="your_shop" required></label></p>
                <p><button id="allow" name="choice" value="allow">Allow</button> <button id="deny" name="choice" value="deny" formnovalidate>Cancel</button></p>
                </form>
                """);
    }

    private async Task DecideAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["client_id"] != InstagramSimulator.AppId || Back(form["redirect_uri"].ToString()) is not { } back)
        {
            await WriteAsync(http, "<p>Invalid request.</p>");
            return;
        }

        var answer = new Dictionary<string, string?> { ["state"] = form["state"].ToString() };
        if (form["choice"] == "allow" && form["account"].ToString() is { Length: > 0 } account && account.All(char.IsAsciiDigit))
        {
            var granted = new GrantedCode(
                account,
                form["username"].ToString(),
                form["scope"].ToString(),
                back.AbsoluteUri,
                clock.GetUtcNow());
            answer["code"] = await journal.WriteAsync(connection =>
            {
                var code = "AQ" + connection.NextId(32);
                connection.Save(code, granted);
                return code;
            });
        }
        else
        {
            (answer["error"], answer["error_reason"], answer["error_description"]) = (
                "access_denied",
                "user_denied",
                "The user denied your request");
        }

        // As on Instagram, with a fragment, which browsers never send to a server.
        http.Response.Redirect(QueryHelpers.AddQueryString(back.AbsoluteUri, answer) + "#_");
    }

    private async Task<JsonObject> RedeemAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        Require(
            form["client_id"] == InstagramSimulator.AppId
                && form["client_secret"] == appSecret
                && form["grant_type"] == "authorization_code");
        var (now, code) = (clock.GetUtcNow(), form["code"].ToString());
        var token = await journal.WriteAsync(connection =>
        {
            var granted = connection.Find<GrantedCode>(code) ?? throw NotFound();
            Require(granted.At + CodeLife > now && granted.RedirectUri == form["redirect_uri"]);
            connection.Remove<GrantedCode>(code);
            var made = "IGshort" + connection.NextId(32);
            connection.Save(made, new ShortToken(granted, now));
            return (Token: made, Granted: granted);
        });
        return new JsonObject
        {
            ["data"] = new JsonArray(
                new JsonObject
                {
                    ["access_token"] = token.Token,
                    ["user_id"] = UserIdOf(token.Granted.AccountId),
                    ["permissions"] = token.Granted.Scope,
                }),
        };
    }

    private async Task<JsonObject> ExchangeAsync(HttpContext http)
    {
        var (now, query) = (clock.GetUtcNow(), http.Request.Query);
        Require(query["grant_type"] == "ig_exchange_token" && query["client_secret"] == appSecret);
        return Told(
            await journal.WriteAsync(connection =>
            {
                var token = connection.Find<ShortToken>(query["access_token"].ToString()) ?? throw NotFound();
                Require(token.At + ShortLife > now);
                var before = connection.Find<ConnectedAccount>(token.Granted.AccountId);
                return connection.Save(
                    token.Granted.AccountId,
                    new ConnectedAccount(
                        token.Granted.AccountId,
                        "IGlong" + connection.NextId(32),
                        token.Granted.Username,
                        UserIdOf(token.Granted.AccountId),
                        now,
                        before?.IsSubscribed ?? false));
            }));
    }

    private async Task<JsonObject> RefreshAsync(HttpContext http)
    {
        Require(http.Request.Query["grant_type"] == "ig_refresh_token");
        return Told(await journal.WriteAsync(connection =>
        {
            var account = Account(connection, http);
            Require(account.IssuedAt is { } issued && issued + FirstRefresh <= clock.GetUtcNow());
            return connection.Save(account.AccountId, account with { IssuedAt = clock.GetUtcNow() });
        }));
    }

    private JsonObject Me(HttpContext http)
    {
        var account = journal.Read(connection => Account(connection, http));
        return new JsonObject { ["id"] = account.UserId, ["user_id"] = account.AccountId, ["username"] = account.Username };
    }

    private async Task<JsonObject> SubscribeAsync(HttpContext http)
    {
        var subscribes = HttpMethods.IsPost(http.Request.Method);
        if (subscribes && !http.Request.Query["subscribed_fields"].ToString().Split(',').Contains("messages"))
            throw MetaRefusal.BadParameter("The parameter subscribed_fields is required");
        await journal.WriteAsync(connection =>
        {
            var account = Account(connection, http);
            connection.Save(account.AccountId, account with { IsSubscribed = subscribes });
        });
        return new JsonObject { ["success"] = true };
    }

    private ConnectedAccount Account(SqliteConnection connection, HttpContext http) =>
        connection
            .All<ConnectedAccount>()
            .FirstOrDefault(a => a.AccessToken == http.Request.Query["access_token"] && a.LeftAt(clock.GetUtcNow()) > TimeSpan.Zero)
        ?? throw MetaRefusal.BadToken();

    private JsonObject Told(ConnectedAccount account) => new()
    {
        ["access_token"] = account.AccessToken,
        ["token_type"] = "bearer",
        ["expires_in"] = (long)account.LeftAt(clock.GetUtcNow()).TotalSeconds,
    };

    private static string UserIdOf(string accountId) => "9" + accountId[Math.Max(0, accountId.Length - 15)..];

    private static void Require(bool holds)
    {
        if (!holds)
            throw NotFound();
    }

    private static MetaRefusal NotFound() =>
        MetaRefusal.BadParameter("Matching code or token was not found, or was used or issued too long or too short ago");

    // Only redirect addresses on this machine are registered.
    private static Uri? Back(string text) => Uri.TryCreate(text, UriKind.Absolute, out var back) && back.IsLoopback ? back : null;

    private static async Task AnswerAsync(HttpContext http, Func<HttpContext, Task<JsonObject>> answer)
    {
        JsonObject body;
        try
        {
            body = await answer(http);
        }
        catch (MetaRefusal refusal)
        {
            http.Response.StatusCode = refusal.Status;
            body = refusal.ToBody("login");
        }

        http.Response.ContentType = "application/json; charset=UTF-8";
        await http.Response.WriteAsync(MetaJson.Write(body), http.RequestAborted);
    }

    private static Task WriteAsync(HttpContext http, string content)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync($"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Instagram simulator</title></head><body><main><h1>Instagram simulator</h1>
            {content}
            </main></body></html>
            """);
    }

    private sealed record GrantedCode(string AccountId, string Username, string Scope, string RedirectUri, DateTimeOffset At);

    private sealed record ShortToken(GrantedCode Granted, DateTimeOffset At);
}
