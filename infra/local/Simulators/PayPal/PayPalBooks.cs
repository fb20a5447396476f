using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using ChatPay.Local.Simulators.State;
using ChatPay.Local.Simulators.Webhooks;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>The simulator's state; every change goes through this class.</summary>
internal sealed class PayPalBooks(
    SqliteJournal journal,
    Agenda agenda,
    WebhookOutbox outbox,
    PayPalSimulatorOptions options,
    Func<Uri> address)
{
    /// <summary>The delay between a change and the first sending of its webhook.</summary>
    public TimeSpan WebhookDelay { get; set; }

    public LocalClock Clock => options.Clock;

    /// <summary>Commits a change, then schedules what it planned.</summary>
    public async Task<T> ChangeAsync<T>(Func<PayPalTransaction, T> change)
    {
        var (result, planned) = await journal.WriteAsync(connection =>
        {
            var transaction = new PayPalTransaction(connection, agenda, outbox, options, address(), Clock.GetUtcNow(), WebhookDelay);
            var made = change(transaction);
            return (made, transaction.Planned);
        });
        agenda.Set(planned);
        return result;
    }

    public async Task ChangeAsync(Action<PayPalTransaction> change) => await ChangeAsync(transaction =>
    {
        change(transaction);
        return true;
    });

    public T Read<T>(Func<PayPalTransaction, T> read) =>
        journal.Read(connection =>
            read(new PayPalTransaction(connection, agenda, outbox, options, address(), Clock.GetUtcNow(), WebhookDelay)));
}
