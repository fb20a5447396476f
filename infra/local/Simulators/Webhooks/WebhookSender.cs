using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.Webhooks;

/// <summary>Posts webhooks until they are answered with 2xx, at most as often as the provider tries.</summary>
/// <param name="journal">The journal of the webhooks and their timers.</param>
/// <param name="outbox">The provider's webhooks.</param>
/// <param name="clock">Dates webhooks, and tracks them while in transit.</param>
/// <param name="sign">Returns the headers of a webhook, including the signature.</param>
/// <param name="retries">The delay after each failed attempt; the provider gives up after the last.</param>
internal sealed class WebhookSender(
    SqliteJournal journal,
    WebhookOutbox outbox,
    LocalClock clock,
    Func<SentWebhook, IReadOnlyDictionary<string, string>> sign,
    IReadOnlyList<TimeSpan> retries) : IDisposable
{
    // The receiver's timeout is in machine time: the platform's clock waits for a delivery, so it cannot time one out.
    private readonly HttpClient _http = new(new LinkedCalls(clock, new SocketsHttpHandler { AllowAutoRedirect = false }))
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    private readonly ConcurrentQueue<AgendaEntry> _waiting = [];

    /// <summary>The address to post to; webhooks wait while it is null.</summary>
    public Uri? Url { get; set; }

    /// <summary>Takes the entries that wait for an address.</summary>
    public List<AgendaEntry> TakeWaiting()
    {
        var entries = new List<AgendaEntry>();
        while (_waiting.TryDequeue(out var entry))
            entries.Add(entry);
        return entries;
    }

    /// <returns>The agenda entry of the next attempt, already stored; null when there is none.</returns>
    public async Task<AgendaEntry?> DeliverAsync(AgendaEntry entry, Agenda agenda, CancellationToken cancellationToken)
    {
        var number = long.Parse(entry.Subject, CultureInfo.InvariantCulture);
        var webhook = journal.Read(connection => outbox.Find(connection, number));
        if (webhook is null)
            return null;
        if (Url is not { } url)
        {
            _waiting.Enqueue(entry);
            return null;
        }

        var status = await PostAsync(url, webhook, cancellationToken);
        var attempts = webhook.Attempts + 1;
        var arrived = status is >= 200 and < 300;
        var over = !arrived && attempts > retries.Count;
        return await journal.WriteAsync(connection =>
        {
            Agenda.Remove(connection, entry);
            WebhookOutbox.Record(
                connection,
                webhook with
                {
                    State =
                        arrived ? WebhookState.Delivered
                        : over ? WebhookState.GivenUp
                        : WebhookState.Pending,
                    Attempts = attempts,
                    LastAnswer = status,
                });
            return arrived || over
                ? null
                : agenda.Write(connection, WebhookOutbox.Delivery, entry.Subject, clock.GetUtcNow() + retries[attempts - 1]);
        });
    }

    /// <returns>The body of a 200; null for anything else.</returns>
    public async Task<string?> GetAsync(Uri url)
    {
        using var response = await _http.GetAsync(url);
        return response.StatusCode == System.Net.HttpStatusCode.OK ? await response.Content.ReadAsStringAsync() : null;
    }

    /// <returns>The status of the response to a form with one field; null when there was none.</returns>
    public async Task<int?> PostFormAsync(Uri url, string name, string value)
    {
        using var form = new FormUrlEncodedContent([new(name, value)]);
        try
        {
            using var response = await _http.PostAsync(url, form);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<int?> PostAsync(Uri url, SentWebhook webhook, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(webhook.Body)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in sign(webhook))
            request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
