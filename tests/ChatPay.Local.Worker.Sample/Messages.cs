using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Worker.Sample;

public sealed record Note(string Text);

public sealed class Messages(Notes notes)
{
    [Function("TakeNote")]
    public void TakeNote([ServiceBusTrigger("notes", Connection = "Bus")] Note note, string messageId, int deliveryCount)
    {
        ArgumentNullException.ThrowIfNull(note);
        notes.Enqueue($"{messageId}: {note.Text}, delivery {deliveryCount}, for {Notes.Caller.Value}");
    }

    [Function("TakeBatch")]
    public async Task TakeBatchAsync(
        [ServiceBusTrigger("batches", Connection = "Bus", IsBatched = true)] ServiceBusReceivedMessage[] messages,
        ServiceBusMessageActions actions)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(actions);
        notes.Enqueue(string.Join(", ", messages.Select(m => $"{m.Body} of {m.ApplicationProperties["from"]}")));
        await actions.DeadLetterMessageAsync(
            messages[0],
            new() { ["by"] = "hand", ["after"] = TimeSpan.FromHours(1) },
            "unwanted",
            "for a test");
    }

    [Function("TakeTexts")]
    public void TakeTexts([ServiceBusTrigger("texts", Connection = "Bus", IsBatched = true)] string[] texts) =>
        notes.Enqueue(string.Join(", ", texts));

    [Function("TakeSession")]
    public async Task TakeSessionAsync(
        [ServiceBusTrigger("sessions", Connection = "Bus", IsSessionsEnabled = true, AutoCompleteMessages = false)]
            ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        ServiceBusSessionMessageActions session)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(session);
        var before = await session.GetSessionStateAsync();
        await session.SetSessionStateAsync(BinaryData.FromString($"{before}{message.Body}"));
        await session.RenewSessionLockAsync();
        await actions.CompleteMessageAsync(message);
        notes.Enqueue($"{message.SessionId} had {before}, held {session.SessionLockedUntil > message.EnqueuedTime}");
    }
}
