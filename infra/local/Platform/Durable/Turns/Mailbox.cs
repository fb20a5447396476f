namespace ChatPay.Local.Durable.Turns;

/// <summary>The messages of a busy instance; an idle instance has no mailbox.</summary>
internal sealed class Mailbox(string id, IDisposable work)
{
    public string Id { get; } = id;

    /// <summary>Ends when the instance is idle again.</summary>
    public IDisposable Work { get; } = work;

    public List<Message> Messages { get; set; } = [];
}
