namespace ChatPay.Local.Durable.Turns;

/// <summary>The mailboxes of all busy instances. Each instance takes one turn at a time; an idle instance has no mailbox.</summary>
/// <param name="work">Tracks each mailbox as work from its first message until it is empty.</param>
/// <param name="run">Runs the turns of a mailbox until <see cref="Take"/> gives no more.</param>
internal sealed class Mailboxes(EngineWork work, Action<Mailbox> run)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Mailbox> _mailboxes = [];
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closed;

    /// <summary>Whether messages are no longer accepted, and nothing more may be committed.</summary>
    public bool Closed => _closed;

    public void Post(string id, Message message)
    {
        Mailbox? idle = null;
        lock (_gate)
        {
            if (_closed)
            {
                Refuse(message);
                return;
            }

            if (!_mailboxes.TryGetValue(id, out var mailbox))
                _mailboxes.Add(id, idle = mailbox = new Mailbox(id, work.Begin($"orchestration {id}")));
            mailbox.Messages.Add(message);
        }

        if (idle is not null)
            ThreadPool.UnsafeQueueUserWorkItem(_ => run(idle), null);
    }

    /// <summary>Takes the messages since the last turn; null when there are none, which makes the instance idle.</summary>
    public List<Message>? Take(Mailbox mailbox)
    {
        lock (_gate)
        {
            var messages = mailbox.Messages;
            mailbox.Messages = [];
            if (messages.Count > 0 && !_closed)
                return messages;

            messages.ForEach(Refuse);
            _mailboxes.Remove(mailbox.Id);
            if (_closed && _mailboxes.Count == 0)
                _empty.TrySetResult();
        }

        mailbox.Work.Dispose();
        return null;
    }

    /// <summary>Accepts no more messages, and completes when no turn is running.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            if (_mailboxes.Count == 0)
                _empty.TrySetResult();
            return _empty.Task;
        }
    }

    private static void Refuse(Message message) => message.Done?.TrySetException(new ObjectDisposedException(nameof(DurableEngine)));
}
