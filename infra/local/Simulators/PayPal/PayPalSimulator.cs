using ChatPay.Local.Journal;
using ChatPay.Local.Simulators.PayPal.Checkout;
using ChatPay.Local.Simulators.PayPal.Partners;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.PayPal.Payouts;
using ChatPay.Local.Simulators.PayPal.Webhooks;
using ChatPay.Local.Simulators.State;
using ChatPay.Local.Simulators.Webhooks;
using ChatPay.Local.Web;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>
/// The part of PayPal's REST APIs that ChatPay uses, over HTTP, for one merchant account: orders, captures, refunds, payouts,
/// disputes, balances, the buyer's approval page, and signed webhooks. State survives the process. The actions of a buyer, a receiver
/// or a reviewer are methods here, and requests to <c>POST /simulator/…</c>.
/// </summary>
public sealed partial class PayPalSimulator : IAsyncDisposable
{
    // 25 more attempts over three days, doubling the delay up to four hours.
    private static readonly IReadOnlyList<TimeSpan> Retries =
        [.. Enumerable.Range(0, 25).Select(n => TimeSpan.FromSeconds(Math.Min(30 * Math.Pow(2, n), 4 * 3600)))];

    private const string Certificates = "/v1/notifications/certs/";

    private readonly PayPalSimulatorOptions _options;
    private readonly SqliteJournal _journal;
    private readonly SigningCertificates _certificates;
    private readonly Agenda _agenda;
    private readonly WebhookOutbox _outbox = new("paypal");
    private readonly WebhookSender _sender;
    private readonly PayPalBooks _books;
    private readonly CancellationTokenSource _stop = new();
    private LoopbackServer _server = null!;

    private PayPalSimulator(PayPalSimulatorOptions options, SqliteJournal journal, SigningCertificates certificates)
    {
        _options = options;
        _journal = journal;
        _certificates = certificates;
        _agenda = new Agenda(options.Clock, journal, "paypal", RunAsync);
        _sender = new WebhookSender(journal, _outbox, options.Clock, Sign, Retries) { Url = options.WebhookUrl };
        _books = new PayPalBooks(journal, _agenda, _outbox, options, () => Address);
    }

    /// <summary>The base address of the API, the approval page and the certificates.</summary>
    public Uri Address => _server.Address;

    /// <summary>The origin of the certificate's URL, for the receiver's allow list.</summary>
    public string CertificateHost => Address.GetLeftPart(UriPartial.Authority);

    /// <summary>The root certificate of the signing certificate's chain.</summary>
    public string TrustRootPem => _certificates.RootPem;

    public string WebhookId => _options.WebhookId;

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

    /// <summary>The delay between a change and the first sending of its webhook; initially zero.</summary>
    public TimeSpan WebhookDelay
    {
        get => _books.WebhookDelay;
        set => _books.WebhookDelay = value;
    }

    /// <summary>The faults to inject into later requests.</summary>
    public Faults Faults { get; } = new();

    /// <summary>The outcomes of later payments.</summary>
    public Outcomes Outcomes { get; } = new();

    public IReadOnlyList<SimulatedOrder> Orders => _books.Read(t => t.Connection.All<SimulatedOrder>());

    public IReadOnlyList<SimulatedCapture> Captures => _books.Read(t => t.Connection.All<SimulatedCapture>());

    public IReadOnlyList<SimulatedRefund> Refunds => _books.Read(t => t.Connection.All<SimulatedRefund>());

    public IReadOnlyList<SimulatedPayoutBatch> PayoutBatches => _books.Read(t => t.Connection.All<SimulatedPayoutBatch>());

    /// <summary>Every item of every batch.</summary>
    public IReadOnlyList<SimulatedPayoutItem> Payouts => _books.Read(t => t.Connection.All<SimulatedPayoutItem>());

    /// <summary>The merchant's balance in US dollars, in cents.</summary>
    public long Balance => _books.Read(t => t.Balance("USD"));

    /// <summary>Every webhook, resends included, with raw body and headers, in the order of creation.</summary>
    public IReadOnlyList<SentWebhook> Webhooks =>
        [.. _journal.Read(_outbox.All).Select(w => w with { Headers = Sign(w) })];

    /// <summary>Errors inside the simulator that no request could report; empty if there were none.</summary>
    public IReadOnlyCollection<Exception> Failures => _agenda.Failures;

    /// <exception cref="PlatformException">The port is in use, or the data file cannot be read.</exception>
    public static async Task<PayPalSimulator> StartAsync(PayPalSimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var now = options.Clock.GetUtcNow();
        var journal = await SimulatorJournal.OpenAsync(options.DataFile, now);
        var simulator = new PayPalSimulator(options, journal, await SigningCertificates.OpenAsync(journal, now));
        var api = new PayPalApi(
            simulator._books,
            simulator.Faults,
            simulator.Outcomes,
            options.Clock,
            options.Watch,
            simulator._stop.Token);
        var control = new PayPalControlApi(simulator);
        try
        {
            simulator._server = await LoopbackServer.StartAsync(
                "PayPal simulator",
                options.Port,
                options.Clock,
                http => simulator.AnswerAsync(http, api, control));
        }
        catch (PlatformException)
        {
            await simulator.DisposeAsync();
            throw;
        }

        simulator._agenda.Resume();
        return simulator;
    }

    /// <summary>The buyer approves the order and does not come back to the shop.</summary>
    /// <returns>The address the browser would be sent to; null when the order has no return address.</returns>
    /// <exception cref="InvalidOperationException">The order does not exist, or is paid.</exception>
    public Task<Uri?> ApproveAsync(string orderId, SimulatedBuyer? buyer = null) =>
        ActAsync(transaction => ApproveOrder.Run(transaction, orderId, buyer ?? new SimulatedBuyer()));

    /// <summary>A pending capture completes.</summary>
    public Task<SimulatedCapture> CompletePendingAsync(string captureId) =>
        ActAsync(transaction => SettleCapture.Complete(transaction, SettleCapture.Pending(transaction, captureId)));

    /// <summary>A pending capture is declined.</summary>
    public Task<SimulatedCapture> DenyPendingAsync(string captureId) =>
        ActAsync(transaction => SettleCapture.Decline(transaction, SettleCapture.Pending(transaction, captureId)));

    /// <summary>A pending refund completes.</summary>
    public Task<SimulatedRefund> CompleteRefundAsync(string refundId) =>
        ActAsync(transaction => SettleRefund.Complete(transaction, SettleRefund.Pending(transaction, refundId)));

    /// <summary>A pending refund fails.</summary>
    public Task<SimulatedRefund> FailRefundAsync(string refundId) =>
        ActAsync(transaction => SettleRefund.Fail(transaction, SettleRefund.Pending(transaction, refundId)));

    /// <summary>The merchant refunds a payment in the dashboard, bypassing the API.</summary>
    /// <param name="captureId">The capture.</param>
    /// <param name="cents">The amount in cents; all that remains when null.</param>
    public Task<SimulatedRefund> RefundInDashboardAsync(string captureId, long? cents = null) =>
        ActAsync(transaction => RefundCapture.InDashboard(transaction, captureId, cents));

    /// <summary>PayPal reverses a payment, or a part of it.</summary>
    /// <param name="captureId">The capture.</param>
    /// <param name="cents">The amount in cents; all that remains when null.</param>
    /// <param name="namesCaptureAlone">Whether the transaction report names only the capture, without the merchant's ids.</param>
    /// <exception cref="InvalidOperationException">Less than that remains of the capture.</exception>
    public Task<SimulatedRefund> ReverseCaptureAsync(string captureId, long? cents = null, bool namesCaptureAlone = false) =>
        ActAsync(transaction => ReverseCapture.Run(transaction, captureId, cents, namesCaptureAlone));

    /// <summary>Adds to the merchant's balance in another currency, or subtracts when negative, so that reports list it beside the
    /// usual one.</summary>
    /// <param name="currency">ISO 4217.</param>
    /// <param name="cents">The amount, in hundredths.</param>
    public Task ConvertCurrencyAsync(string currency, long cents) => ActAsync(transaction =>
    {
        transaction.Book(new AccountMovement(transaction.NewId(), AccountMovement.CurrencyConversion, currency, cents, 0, transaction.Now));
        return cents;
    });

    /// <summary>The merchant moves money to its bank account, bypassing the API.</summary>
    /// <param name="cents">The amount in cents; back from the bank when negative.</param>
    public Task MoveToBankAsync(long cents) => ActAsync(transaction =>
    {
        transaction.Book(new AccountMovement(transaction.NewId(), AccountMovement.BankTransfer, "USD", -cents, 0, transaction.Now));
        return cents;
    });

    /// <summary>A payout item changes after its batch was processed: claimed (SUCCESS), returned, reversed.</summary>
    public Task<SimulatedPayoutItem> SettlePayoutItemAsync(string itemId, PayoutOutcome outcome) =>
        ActAsync(transaction => SettlePayoutItem.As(transaction, FindPayout.Find(transaction, itemId), outcome));

    /// <summary>Sends an event again, under a new transmission id.</summary>
    /// <exception cref="InvalidOperationException">There is no such event.</exception>
    public Task Resend(string eventId) => ActAsync(transaction =>
    {
        var webhook = _outbox.Find(transaction.Connection, eventId) ?? throw new InvalidOperationException($"There is no event {eventId}.");
        transaction.Resend(webhook);
        return webhook;
    });

    public async ValueTask DisposeAsync()
    {
        // First ends requests held by faults, or the server would wait for them.
        await _stop.CancelAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        await _agenda.DisposeAsync();
        await _journal.DisposeAsync();
        _sender.Dispose();
        _certificates.Dispose();
        _stop.Dispose();
    }

    private async Task<T> ActAsync<T>(Func<PayPalTransaction, T> act)
    {
        using var work = _options.Clock.Working("PayPal simulator: control");
        try
        {
            return await _books.ChangeAsync(act);
        }
        catch (PayPalRefusal refusal)
        {
            throw new InvalidOperationException(refusal.Describe(), refusal);
        }
    }

    private async Task AnswerAsync(HttpContext http, PayPalApi api, PayPalControlApi control)
    {
        var path = http.Request.Path.Value!;
        if (await api.TryAnswerAsync(http) || await control.TryAnswerAsync(http))
            return;
        if (HttpMethods.IsGet(http.Request.Method) && path == "/checkoutnow")
            await ApprovalPage.ShowAsync(http, _books);
        else if (HttpMethods.IsPost(http.Request.Method)
            && path is "/checkoutnow/approve" or "/checkoutnow/approve-and-close" or "/checkoutnow/cancel")
            await ApprovalPage.AnswerAsync(http, _books, path["/checkoutnow/".Length..]);
        else if (HttpMethods.IsGet(http.Request.Method) && path == ReferSeller.Page)
            await SendBackAsync(http);
        else if (HttpMethods.IsGet(http.Request.Method) && path.StartsWith(Certificates, StringComparison.Ordinal)
            && _certificates.Chain(path[Certificates.Length..]) is { } chain)
            await http.Response.WriteAsync(chain);
        else
            http.Response.StatusCode = 404;
    }

    private IReadOnlyDictionary<string, string> Sign(SentWebhook webhook)
    {
        var leaf = _certificates.LeafAt(_options.Clock.GetUtcNow());
        return PayPalWebhookSigner.Headers(
            leaf, new Uri(Address, Certificates + SigningCertificates.IdOf(leaf)), _options.WebhookId,
            webhook.Transmission, webhook.Created, System.Text.Encoding.UTF8.GetBytes(webhook.Body));
    }

    private async Task RunAsync(AgendaEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Kind == WebhookOutbox.Delivery)
        {
            if (await _sender.DeliverAsync(entry, _agenda, cancellationToken) is { } next)
                _agenda.Set([next]);
            return;
        }

        await _books.ChangeAsync(transaction =>
        {
            Agenda.Remove(transaction.Connection, entry);
            switch (entry.Kind)
            {
                case ApproveOrder.Ends:
                    ApproveOrder.End(transaction, entry.Subject);
                    break;
                case ProcessPayout.Step:
                    ProcessPayout.Run(transaction, entry.Subject);
                    break;
                case SettlePayoutItem.Returns:
                    SettlePayoutItem.Return(transaction, entry.Subject);
                    break;
            }
        });
    }
}
