using System.Text.Json;
using System.Text.Json.Nodes;
using ChatPay.Local.Journal;
using ChatPay.Local.Simulators.State;
using ChatPay.Local.Simulators.Webhooks;
using ChatPay.Local.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Simulators.Instagram;

/// <summary>
/// The part of Instagram messaging that ChatPay uses: people write to professional accounts, the app receives signed webhooks and
/// answers through the Send API. State survives the process.
/// </summary>
public sealed class InstagramSimulator : IAsyncDisposable
{
    // Meta retries for 36 hours, doubling the delay up to four hours.
    private static readonly IReadOnlyList<TimeSpan> Retries =
        [.. Enumerable.Range(0, 16).Select(n => TimeSpan.FromSeconds(Math.Min(30 * Math.Pow(2, n), 4 * 3600)))];

    /// <summary>The app id.</summary>
    public const string AppId = "990000000000001";

    private readonly InstagramSimulatorOptions _options;
    private readonly SqliteJournal _journal;
    private readonly Agenda _agenda;
    private readonly WebhookOutbox _outbox = new("instagram");
    private readonly WebhookSender _sender;
    private readonly Conversations _conversations;
    private readonly LoginApi _login;
    private readonly CancellationTokenSource _stop = new();
    private LoopbackServer _server = null!;

    private InstagramSimulator(InstagramSimulatorOptions options, SqliteJournal journal)
    {
        _options = options;
        _journal = journal;
        _agenda = new Agenda(options.Clock, journal, "instagram", RunAsync);
        _sender = new WebhookSender(journal, _outbox, options.Clock, Sign, Retries) { Url = options.WebhookUrl };
        _conversations = new Conversations(_agenda, _outbox);
        _login = new LoginApi(journal, options.Clock, options.AppSecret);
    }

    /// <summary>The base address of the Graph API.</summary>
    public Uri Address => _server.Address;

    /// <summary>The address for webhooks. Setting it sends the webhooks that were waiting for one.</summary>
    public Uri? WebhookUrl
    {
        get => _sender.Url;
        set
        {
            _sender.Url = value;
            if (value is not null)
                _agenda.Set(_sender.TakeWaiting());
        }
    }

    /// <summary>The faults to inject into later requests; the operation is <c>send</c>.</summary>
    public Faults Faults { get; } = new();

    /// <summary>Every webhook, resends included, in the order of creation.</summary>
    public IReadOnlyList<SentWebhook> Webhooks => [.. _journal.Read(_outbox.All).Select(w => w with { Headers = Sign(w) })];

    /// <summary>Errors inside the simulator that no request could report; empty if there were none.</summary>
    public IReadOnlyCollection<Exception> Failures => _agenda.Failures;

    /// <exception cref="PlatformException">The port is in use, or the data file cannot be read.</exception>
    public static async Task<InstagramSimulator> StartAsync(InstagramSimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var journal = await SimulatorJournal.OpenAsync(options.DataFile, options.Clock.GetUtcNow());
        var simulator = new InstagramSimulator(options, journal);
        var api = new GraphApi(
            journal,
            simulator._agenda,
            simulator._conversations,
            simulator.Faults,
            options.Clock,
            simulator._stop.Token);
        try
        {
            simulator._server = await LoopbackServer.StartAsync(
                "Instagram simulator",
                options.Port,
                options.Clock,
                http => simulator.AnswerAsync(http, api));
        }
        catch (PlatformException)
        {
            await simulator.DisposeAsync();
            throw;
        }

        simulator._agenda.Resume();
        return simulator;
    }

    /// <summary>A professional account gives the app an access token that never expires, bypassing the login, and subscribes it to
    /// messages; a later token replaces it.</summary>
    public Task ConnectAsync(string accountId, string accessToken) =>
        _journal.WriteAsync(connection => { connection.Save(accountId, new ConnectedAccount(accountId, accessToken)); });

    /// <summary>A professional account revokes the app's access: its token becomes invalid.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="tell">The app's deauthorize callback; null does not call it.</param>
    /// <returns>The status of the app's response, if it was called.</returns>
    public async Task<int?> WithdrawAsync(string accountId, Uri? tell)
    {
        using var work = _options.Clock.Working("Instagram simulator: withdrawal");
        var userId = await _journal.WriteAsync(connection =>
        {
            var account =
                connection.Find<ConnectedAccount>(accountId)
                ?? throw new InvalidOperationException($"The account {accountId} has not allowed anything.");
            connection.Remove<ConnectedAccount>(accountId);
            return account.UserId;
        });
        return tell is null
            ? null
            : await _sender.PostFormAsync(
                tell,
                "signed_request",
                MetaWebhookSigner.SignedRequest(_options.AppSecret, userId, _options.Clock.GetUtcNow()));
    }

    /// <summary>A person writes to a professional account.</summary>
    /// <param name="fromUserId">The person, as the account knows them.</param>
    /// <param name="toAccountId">The professional account.</param>
    /// <param name="text">What they write.</param>
    /// <param name="quickReply">The payload of the quick reply that they tapped; null if they typed.</param>
    /// <returns>The message's id.</returns>
    public Task<string> ReceiveAsync(string fromUserId, string toAccountId, string text, string? quickReply = null) =>
        HappenAsync((connection, now) => _conversations.FromUser(connection, toAccountId, fromUserId, text, quickReply, now));

    /// <summary>A person taps a button of a template.</summary>
    /// <returns>The message's id.</returns>
    public Task<string> TapAsync(string fromUserId, string toAccountId, string title, string payload) =>
        HappenAsync((connection, now) => _conversations.Postback(connection, toAccountId, fromUserId, title, payload, now));

    /// <summary>The seller answers in Instagram itself: the app sees an echo of a message it has not sent.</summary>
    /// <returns>The message's id.</returns>
    public Task<string> SayAsync(string accountId, string toUserId, string text) =>
        HappenAsync((connection, now) => _conversations.FromAccount(
            connection, accountId, toUserId, new JsonObject { ["text"] = text }, now));

    /// <summary>The seller posts a photo in Instagram itself.</summary>
    /// <returns>The message's id.</returns>
    public Task<string> ShowAsync(string accountId, string toUserId, Uri photo) =>
        HappenAsync(
            (connection, now) =>
                _conversations.FromAccount(
                    connection,
                    accountId,
                    toUserId,
                    new JsonObject
                    {
                        ["attachment"] = new JsonObject
                        {
                            ["type"] = "image",
                            ["payload"] = new JsonObject { ["url"] = photo.AbsoluteUri },
                        },
                    },
                    now));

    /// <summary>The author of a message changes its words.</summary>
    /// <exception cref="InvalidOperationException">There is no such message.</exception>
    public Task EditAsync(string mid, string text) => HappenAsync((connection, now) => _conversations.Edit(connection, mid, text, now));

    /// <summary>Sends a signed webhook with this body, for events that the simulator has no method for.</summary>
    public async Task TellAsync(string body)
    {
        using var work = _options.Clock.Working("Instagram simulator: control");
        var planned = await _journal.WriteAsync(connection =>
            _outbox.Write(
                connection,
                _agenda,
                "told-" + connection.NextId(16),
                "told",
                body,
                _options.Clock.GetUtcNow(),
                _options.Clock.GetUtcNow()));
        _agenda.Set([planned]);
    }

    /// <summary>The author of a message unsends it.</summary>
    /// <exception cref="InvalidOperationException">There is no such message.</exception>
    public Task TakeBackAsync(string mid) => HappenAsync((connection, now) => _conversations.TakeBack(connection, mid, now));

    /// <summary>A person blocks an account: its messages no longer arrive.</summary>
    public Task BlockAsync(string byUserId, string accountId) =>
        _journal.WriteAsync(connection =>
        {
            connection.Save(Conversations.Key(accountId, byUserId), new BlockedAccount(_options.Clock.GetUtcNow()));
        });

    /// <summary>Refuses everything that an account writes to a person from now on.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="userId">The person; null for everyone.</param>
    /// <param name="refusal">The error of the Send API; null accepts messages again.</param>
    public Task RefuseAsync(string accountId, string? userId, SimulatedRefusal? refusal) => _journal.WriteAsync(connection =>
    {
        if (refusal is null)
            connection.Remove<SimulatedRefusal>(Conversations.Key(accountId, userId ?? ""));
        else
            connection.Save(Conversations.Key(accountId, userId ?? ""), refusal);
    });

    /// <summary>Sends the webhook of a message again.</summary>
    /// <exception cref="InvalidOperationException">There is no such message.</exception>
    public Task ResendAsync(string mid) =>
        HappenAsync(
            (connection, now) =>
            {
                var webhook = _outbox.Find(connection, mid) ?? throw new InvalidOperationException($"There is no message {mid}.");
                return (
                    connection.Find<SimulatedMessage>(mid)!,
                    (AgendaEntry?)_outbox.Write(connection, _agenda, mid, webhook.Type, webhook.Body, now, now));
            });

    /// <summary>Returns the maximum delay of a webhook, called for each new one. Null sends them at once.</summary>
    public Func<TimeSpan>? Lateness
    {
        get => _conversations.Lateness;
        set => _conversations.Lateness = value;
    }

    /// <summary>Combines the webhooks that wait for an address (<see cref="WebhookUrl"/>) into as few as Meta sends under load: each
    /// with up to a thousand entries, in any order, and some of them more than once.</summary>
    /// <param name="copies">How often each entry appears.</param>
    /// <param name="order">Shuffles the entries; null keeps their order.</param>
    /// <param name="most">The maximum of entries in one webhook.</param>
    /// <returns>The resulting number of webhooks.</returns>
    public async Task<int> CombineAsync(int copies = 1, Random? order = null, int most = 1000)
    {
        var waiting = _sender.TakeWaiting();
        var combined = await _journal.WriteAsync(connection =>
            Batches.Combine(connection, _outbox, _agenda, waiting, copies, order, most, _options.Clock.GetUtcNow()));
        _agenda.Set(combined);
        return combined.Count;
    }

    /// <summary>The messages between an account and a person, oldest first.</summary>
    public IReadOnlyList<SimulatedMessage> Conversation(string accountId, string userId) =>
        _journal.Read(connection => connection.Under<SimulatedMessage>(Conversations.Key(accountId, userId)));

    /// <summary>Verifies the webhook address with a challenge, as Meta does when a subscription is created.</summary>
    /// <param name="verifyToken">A token other than the configured one, to test that it is refused.</param>
    /// <returns>Whether the receiver returned the challenge.</returns>
    /// <exception cref="InvalidOperationException">There is no <see cref="WebhookUrl"/>.</exception>
    public async Task<bool> SubscribeAsync(string? verifyToken = null)
    {
        using var work = _options.Clock.Working("Instagram simulator: subscription check");
        var url = WebhookUrl ?? throw new InvalidOperationException("There is no webhook address yet.");
        var challenge = await _journal.WriteAsync(connection => connection.NextId());
        var query = new Dictionary<string, string?>
        {
            ["hub.mode"] = "subscribe",
            ["hub.challenge"] = challenge,
            ["hub.verify_token"] = verifyToken ?? _options.VerifyToken,
        };
        return await _sender.GetAsync(new Uri(QueryHelpers.AddQueryString(url.AbsoluteUri, query))) == challenge;
    }

    public async ValueTask DisposeAsync()
    {
        // First ends requests held by faults, or the server would wait for them.
        await _stop.CancelAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        await _agenda.DisposeAsync();
        await _journal.DisposeAsync();
        _sender.Dispose();
        _stop.Dispose();
    }

    private async Task<string> HappenAsync(Func<SqliteConnection, DateTimeOffset, (SimulatedMessage Message, AgendaEntry? Planned)> happen)
    {
        using var work = _options.Clock.Working("Instagram simulator: control");
        var (message, planned) = await _journal.WriteAsync(connection => happen(connection, _options.Clock.GetUtcNow()));
        if (planned is not null)
            _agenda.Set([planned]);
        return message.Mid;
    }

    private async Task AnswerAsync(HttpContext http, GraphApi api)
    {
        if (await api.TryAnswerAsync(http) || await _login.TryAnswerAsync(http))
            return;

        // What a person does in the Instagram app, for demos.
        if (http.Request.Path == "/simulator/messages" && HttpMethods.IsPost(http.Request.Method))
            await WriteAsync(http);
        else if (http.Request.Path == "/simulator/messages" && HttpMethods.IsGet(http.Request.Method))
            await http.Response.WriteAsJsonAsync(
                Conversation(http.Request.Query["account"].ToString(), http.Request.Query["user"].ToString()),
                http.RequestAborted);
        else
            http.Response.StatusCode = 404;
    }

    private async Task WriteAsync(HttpContext http)
    {
        try
        {
            var written = await JsonSerializer.DeserializeAsync<Written>(http.Request.Body, JsonSerializerOptions.Web, http.RequestAborted)
                ?? throw new JsonException("The body is null.");
            await http.Response.WriteAsJsonAsync(
                new { mid = await ReceiveAsync(written.From, written.To, written.Text) },
                http.RequestAborted);
        }
        catch (JsonException e)
        {
            http.Response.StatusCode = 400;
            await http.Response.WriteAsJsonAsync(new { error = e.Message }, http.RequestAborted);
        }
    }

    private Dictionary<string, string> Sign(SentWebhook webhook) => new()
    {
        [MetaWebhookSigner.Header] = MetaWebhookSigner.Sign(_options.AppSecret, System.Text.Encoding.UTF8.GetBytes(webhook.Body)),
    };

    private async Task RunAsync(AgendaEntry entry, CancellationToken cancellationToken)
    {
        if (await _sender.DeliverAsync(entry, _agenda, cancellationToken) is { } next)
            _agenda.Set([next]);
    }

    private sealed record Written(string From, string To, string Text);
}
