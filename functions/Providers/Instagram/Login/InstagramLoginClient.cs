using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Providers.Instagram.Login;

/// <summary>Instagram's business login: a code is exchanged for a token of an hour, and that for one of 60 days, which can be
/// refreshed once it is a day old
/// (https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login). Nothing is retried
/// here: a code is good once, and a refresh has another day.</summary>
public sealed class InstagramLoginClient(IHttpClientFactory clients, IOptions<InstagramOptions> options, TimeProvider time)
{
    /// <summary>The name of the <see cref="HttpClient"/>.</summary>
    public const string ClientName = "InstagramLogin";

    private const string MayMessage = "instagram_business_manage_messages";
    private const string Scopes = "instagram_business_basic," + MayMessage;

    private InstagramOptions Options => options.Value;

    /// <summary>The page on which a seller grants access.</summary>
    public Uri PageFor(Uri back, string state) =>
        new(
            QueryHelpers.AddQueryString(
                new Uri(Options.LoginUrl, "oauth/authorize").AbsoluteUri,
                new Dictionary<string, string?>
                {
                    ["client_id"] = Options.AppId,
                    ["redirect_uri"] = back.AbsoluteUri,
                    ["response_type"] = "code",
                    ["scope"] = Scopes,
                    ["state"] = state,
                }));

    /// <summary>Exchanges a code for everything that a connection needs, and subscribes our webhook to the account's
    /// messages.</summary>
    /// <exception cref="InstagramLoginRefusedException">The code is used, expired or another app's, or messaging was not
    /// allowed.</exception>
    /// <exception cref="InstagramLoginUnavailableException">Instagram does not respond; the code may be used up.</exception>
    public async Task<InstagramLoginResult> RedeemAsync(string code, Uri back, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["client_id"] = Options.AppId,
                ["client_secret"] = Options.AppSecret,
                ["grant_type"] = "authorization_code",
                ["redirect_uri"] = back.AbsoluteUri,
                ["code"] = code,
            });
        var granted = await AskAsync(
            HttpMethod.Post,
            new Uri(Options.TokenUrl, "oauth/access_token"),
            form,
            "redeem the code",
            cancellationToken);
        // Documented inside "data", and seen without it.
        if (granted.TryGetProperty("data", out var data) && data is { ValueKind: JsonValueKind.Array } && data.GetArrayLength() > 0)
            granted = data[0];
        if (!Text(granted, "permissions").Contains(MayMessage, StringComparison.Ordinal))
            throw new InstagramLoginRefusedException("manage messages: the permission was not given", 403);

        var token = await TokenAsync(
            "access_token",
            new()
            {
                ["grant_type"] = "ig_exchange_token",
                ["client_secret"] = Options.AppSecret,
                ["access_token"] = Text(granted, "access_token"),
            },
            "exchange the token",
            cancellationToken);
        var me = await AskAsync(
            HttpMethod.Get,
            Graph($"{Options.Version}/me", token.Value, ("fields", "id,user_id,username")),
            null,
            "tell the account",
            cancellationToken);
        await AskAsync(HttpMethod.Post, Subscriptions(token.Value), null, "subscribe to messages", cancellationToken);
        return new InstagramLoginResult(Number(me, "user_id"), Number(me, "id"), Text(me, "username"), token);
    }

    /// <summary>Refreshes the token for another 60 days.</summary>
    /// <exception cref="InstagramLoginRefusedException">The seller has to connect again.</exception>
    /// <exception cref="InstagramLoginUnavailableException">Instagram cannot be reached now.</exception>
    public Task<InstagramToken> RefreshAsync(string token, CancellationToken cancellationToken) =>
        TokenAsync(
            "refresh_access_token",
            new() { ["grant_type"] = "ig_refresh_token", ["access_token"] = token },
            "refresh the token",
            cancellationToken);

    /// <summary>Whether Instagram still accepts the token. Only if not must the seller connect again: another refusal may be about
    /// one recipient, the app, or a period of time.</summary>
    /// <exception cref="InstagramLoginUnavailableException">Instagram cannot be reached now.</exception>
    public async Task<bool> IsAcceptedAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(
                HttpMethod.Get,
                Graph($"{Options.Version}/me", token, ("fields", "user_id")),
                null,
                "tell the account",
                cancellationToken);
            return true;
        }
        catch (InstagramLoginRefusedException)
        {
            return false;
        }
    }

    /// <summary>Stops Instagram from sending us the account's messages.</summary>
    /// <exception cref="InstagramLoginRefusedException">The token no longer works, and Instagram sends nothing with it.</exception>
    /// <exception cref="InstagramLoginUnavailableException">Instagram cannot be reached now.</exception>
    public Task UnsubscribeAsync(string token, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Delete, Subscriptions(token), null, "unsubscribe", cancellationToken);

    private async Task<InstagramToken> TokenAsync(
        string path,
        Dictionary<string, string?> query,
        string step,
        CancellationToken cancellationToken)
    {
        var answer = await AskAsync(
            HttpMethod.Get,
            new Uri(QueryHelpers.AddQueryString(new Uri(Options.BaseUrl, path).AbsoluteUri, query)),
            null,
            step,
            cancellationToken);
        return new InstagramToken(
            Text(answer, "access_token"),
            time.GetUtcNow() + TimeSpan.FromSeconds(long.Parse(Number(answer, "expires_in"), CultureInfo.InvariantCulture)));
    }

    private Uri Subscriptions(string token) =>
        Graph($"{Options.Version}/me/subscribed_apps", token, ("subscribed_fields", string.Join(',', MetaWebhook.SubscribedFields)));

    private Uri Graph(string path, string token, (string Name, string Value) parameter) =>
        new(
            QueryHelpers.AddQueryString(
                new Uri(Options.BaseUrl, path).AbsoluteUri,
                new Dictionary<string, string?> { [parameter.Name] = parameter.Value, ["access_token"] = token }));

    // URLs and bodies carry secrets here: neither is ever in an exception, and the client does not log.
    private async Task<JsonElement> AskAsync(
        HttpMethod method,
        Uri address,
        HttpContent? body,
        string step,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body };
        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(request, cancellationToken);
            // Meta reports rate limits and outages with a 400 or 403 too: neither is a refusal.
            if ((int)response.StatusCode is >= 400 and < 500 and not (408 or 429)
                && new InstagramAnswer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken))
                    is { IsRateLimit: false, Passes: false })
                throw new InstagramLoginRefusedException(step, (int)response.StatusCode);
            if (!response.IsSuccessStatusCode)
                throw new InstagramLoginUnavailableException(step, $"HTTP {(int)response.StatusCode}");
            using var document = await JsonDocument.ParseAsync(
                await response.Content.ReadAsStreamAsync(cancellationToken),
                cancellationToken: cancellationToken);
            return document.RootElement.Clone();
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or JsonException
                || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new InstagramLoginUnavailableException(step, e.GetType().Name, e);
        }
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!,
                JsonValueKind.Number => value.GetRawText(),
                JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(item => item.ToString())),
                _ => throw Unreadable(name),
            }
            : throw Unreadable(name);

    private static string Number(JsonElement element, string name) =>
        Text(element, name) is { Length: > 0 and <= 32 } digits && digits.All(char.IsAsciiDigit) ? digits : throw Unreadable(name);

    private static InstagramLoginUnavailableException Unreadable(string name) => new("log in", $"'{name}' of the answer could not be read");
}
