using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The app's access token, fetched once for all concurrent callers and again shortly before it expires.</summary>
public sealed class PayPalAccessTokens(PayPalTransport transport, IOptions<PayPalOptions> options, TimeProvider time)
{
    private const string Operation = "hand out an access token";

    /// <summary>A token is not used in its last minutes, so that it does not expire in transit.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private Task<AccessToken>? _current;

    /// <summary>The token to send as <c>Bearer</c>.</summary>
    /// <exception cref="PayPalRefusedException">The client id or secret is wrong.</exception>
    /// <exception cref="PayPalUnavailableException">PayPal could not be reached.</exception>
    public async Task<string> GetAsync(CancellationToken cancellation)
    {
        Task<AccessToken> current;
        lock (_lock)
        {
            // One caller's cancellation must not fail the others, so the fetch itself is not cancellable; it is bounded.
            if (_current is null || IsSpent(_current)) _current = FetchAsync();
            current = _current;
        }

        return (await current.WaitAsync(cancellation)).Value;
    }

    /// <summary>Forgets a token that PayPal has refused, unless another caller already has a newer one.</summary>
    public void Forget(string refused)
    {
        lock (_lock)
            if (_current is { IsCompletedSuccessfully: true } task && task.Result.Value == refused)
                _current = null;
    }

    private bool IsSpent(Task<AccessToken> task) =>
        task.IsCompleted && (!task.IsCompletedSuccessfully || time.GetUtcNow() >= task.Result.RefreshAt);

    private async Task<AccessToken> FetchAsync()
    {
        var asked = time.GetUtcNow();
        var answer = await transport.SendAsync(Request, CancellationToken.None);
        if (answer.IsSuccess && Read(answer.Body) is { ExpiresIn: > 0 } token)
        {
            var life = TimeSpan.FromSeconds(token.ExpiresIn);
            return new AccessToken(token.AccessToken, asked + life - (Margin < life / 10 ? Margin : life / 10));
        }

        if (answer.IsRefusal && PayPalError.Read(answer.Body) is { } error)
            throw new PayPalRefusedException(
                Operation,
                answer.Status!.Value,
                error.Name,
                error.DebugId ?? answer.DebugId,
                error.Issues,
                error.Links);
        throw new PayPalUnavailableException(Operation, answer.Describe(), answer.RetryAfter, answer.Failure);
    }

    private HttpRequestMessage Request()
    {
        var basic = Encoding.UTF8.GetBytes($"{options.Value.ClientId}:{options.Value.ClientSecret}");
        return new HttpRequestMessage(HttpMethod.Post, "v1/oauth2/token")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(basic)) },
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
    }

    private static PayPalTokenAnswer? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, PayPalJson.Default.PayPalTokenAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record AccessToken(string Value, DateTimeOffset RefreshAt);
}
