using System.Globalization;
using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.PayPal.Disputes;
using ChatPay.Local.Simulators.PayPal.Webhooks;
using ChatPay.Local.Simulators.State;
using ChatPay.Local.Simulators.Webhooks;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>The merchant's balance.</summary>
internal sealed record Balance(string Currency, long Cents);

/// <summary>An atomic change of the simulator's state, with the webhooks and timers that it causes.</summary>
internal sealed class PayPalTransaction(
    SqliteConnection connection,
    Agenda agenda,
    WebhookOutbox outbox,
    PayPalSimulatorOptions options,
    Uri address,
    DateTimeOffset now,
    TimeSpan webhookDelay)
{
    public SqliteConnection Connection { get; } = connection;

    public DateTimeOffset Now { get; } = now;

    public PayPalSimulatorOptions Options { get; } = options;

    /// <summary>The timers to set after the commit.</summary>
    public List<AgendaEntry> Planned { get; } = [];

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public string NewId() => Connection.NextId();

    public Uri Url(string path) => new(address, path);

    public JsonObject Link(string path, string rel, string method = "GET") => new()
    {
        ["href"] = Url(path).AbsoluteUri,
        ["rel"] = rel,
        ["method"] = method,
    };

    public void At(DateTimeOffset due, string kind, string subject) => Planned.Add(agenda.Write(Connection, kind, subject, due));

    /// <summary>Announces an event by webhook, if its type is registered; without any registration, all events are announced.</summary>
    public void Announce(string type, string resourceType, JsonObject resource)
    {
        if (Connection.All<SimulatedWebhook>() is { Count: > 0 } registered && !registered.Any(w => w.Wants(type)))
            return;

        var id = $"WH-{NewId()}-{NewId()}";
        var version = resourceType.StartsWith("payouts", StringComparison.Ordinal) ? "1.0" : "2.0";
        var body = new JsonObject
        {
            ["id"] = id,
            ["event_version"] = "1.0",
            ["create_time"] = Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["resource_type"] = resourceType,
            ["resource_version"] = version,
            ["event_type"] = type,
            ["summary"] = $"{type} {resource["status"] ?? resource["transaction_status"]}".TrimEnd(),
            ["resource"] = resource,
            ["links"] = new JsonArray(
                Link($"v1/notifications/webhooks-events/{id}", "self"),
                Link($"v1/notifications/webhooks-events/{id}/resend", "resend", "POST")),
        };
        Planned.Add(outbox.Write(Connection, agenda, id, type, body.ToJsonString(), Now, Now + webhookDelay));
    }

    public void Resend(SentWebhook webhook) =>
        Planned.Add(outbox.Write(Connection, agenda, webhook.Id, webhook.Type, webhook.Body, Now, Now));

    public long Balance(string currency) =>
        Connection.Find<Balance>(currency)?.Cents ?? (currency == "USD" ? Options.StartingBalance : 0);

    /// <summary>The amount that open disputes withhold; it has left the balance.</summary>
    public long WithheldByDisputes(string currency) =>
        Connection.All<SimulatedDispute>().Where(d => d.IsOpen && d.Currency == currency).Sum(d => d.Taken);

    /// <summary>Changes the available balance, and records the movement for the reports.</summary>
    public void Book(AccountMovement movement)
    {
        Connection.Save(movement.Currency, new Balance(movement.Currency, Balance(movement.Currency) + movement.Amount + movement.Fee));
        Connection.Save($"{movement.Id}-{movement.Code}-{NewId()}", movement);
    }
}
