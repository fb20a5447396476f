namespace ChatPay.Local.Durable.Turns;

/// <summary>An instance with something to do; there is none for an idle one.</summary>
internal sealed class Mailbox(string id, IDisposable work)
{
    public string Id { get; } = id;

    /// <summary>Ends when the instance is idle again.</summary>
    public IDisposable Work { get; } = work;

    public List<Message> Messages { get; set; } = [];
}
