using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace ChatPay.Functions.Providers.Instagram;

/// <summary>Sends messages as a seller. There is no idempotency key, so only what was certainly not sent is retried here.</summary>
internal sealed class InstagramSendClient(IHttpClientFactory clients, IOptions<InstagramOptions> options, TimeProvider time)
{
    /// <summary>The name of the <see cref="HttpClient"/>.</summary>
    public const string ClientName = "Instagram";

    /// <summary>The maximum number of attempts.</summary>
    public const int Attempts = 3;

    /// <summary>The time-out of one attempt.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline<InstagramAnswer> _pipeline = new ResiliencePipelineBuilder<InstagramAnswer> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<InstagramAnswer>
        {
            MaxRetryAttempts = Attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(1),
            MaxDelay = MaxWait,
            UseJitter = true,
            ShouldHandle = attempt => ValueTask.FromResult(
                attempt.Outcome.Result is { } answer && (answer.IsRateLimit || answer.NeverConnected) && !(answer.RetryAfter > MaxWait)),
            DelayGenerator = attempt => ValueTask.FromResult(attempt.Outcome.Result?.RetryAfter),
        })
        .AddTimeout(AttemptTimeout)
        .Build();

    /// <summary>Sends a message and returns the id under which its echo will arrive.</summary>
    /// <param name="accountId">The id of the seller's Instagram account.</param>
    /// <param name="accessToken">That account's token.</param>
    /// <param name="recipientId">The user's Instagram-scoped id for that account.</param>
    /// <param name="message">What to send.</param>
    /// <param name="cancellation">Cancels the call; the message may have been sent.</param>
    /// <exception cref="InstagramRefusedException">The message will never be accepted as it is.</exception>
    /// <exception cref="InstagramUnavailableException">Instagram cannot take it now.</exception>
    public async Task<string> SendAsync(
        string accountId, string accessToken, string recipientId, InstagramMessage message, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(accessToken);
        if (accountId.Length == 0 || !accountId.All(char.IsAsciiDigit))
            throw new ArgumentException("An account id is a number.", nameof(accountId));
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new InstagramSend(new InstagramRecipient(recipientId), message), InstagramJson.Default.InstagramSend);

        InstagramAnswer answer;
        try
        {
            answer = await _pipeline.ExecuteAsync(async token => await AttemptAsync(accountId, accessToken, body, token), cancellation);
        }
        catch (TimeoutRejectedException e)
        {
            throw new InstagramUnavailableException("it did not answer in time", mayHaveBeenSent: true, inner: e);
        }

        if (answer.IsSuccess) return Read(answer.Body);
        if (answer.IsRefusal) throw new InstagramRefusedException(answer.Error.Code!.Value, answer.Error.Subcode, answer.Error.TraceId);
        throw new InstagramUnavailableException(
            answer.Status is { } status ? $"HTTP {(int)status}" : "the connection failed",
            mayHaveBeenSent: !answer.IsRateLimit && !answer.NeverConnected,
            answer.RetryAfter,
            answer.Failure);
    }

    private async Task<InstagramAnswer> AttemptAsync(string accountId, string accessToken, byte[] body, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"{options.Value.Version}/{accountId}/messages");
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        message.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(message, cancellation);
            var wait = response.Headers.RetryAfter;
            return new InstagramAnswer(
                response.StatusCode,
                await response.Content.ReadAsByteArrayAsync(cancellation),
                wait?.Delta ?? (wait?.Date is { } date && date > time.GetUtcNow() ? date - time.GetUtcNow() : null));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new InstagramAnswer(null, [], Failure: e);
        }
    }

    private static string Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, InstagramJson.Default.InstagramSent)?.MessageId ?? throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new InstagramUnavailableException("the answer could not be read", mayHaveBeenSent: true, inner: e);
        }
    }
}
