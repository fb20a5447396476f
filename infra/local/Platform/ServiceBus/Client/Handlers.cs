namespace ChatPay.Local.ServiceBus.Client;

/// <summary>Whether a processor has a handler. The official base keeps handlers to itself, and refuses a second one: that tells.</summary>
internal static class Handlers
{
    /// <exception cref="InvalidOperationException">There is none, as officially.</exception>
    public static void Require(string name, Action add, Action remove)
    {
        if (!TryAdd(add))
            return;
        remove();
        throw new InvalidOperationException($"Processing cannot begin without the handler {name}.");
    }

    /// <returns>False when there is one already.</returns>
    public static bool TryAdd(Action add)
    {
        try
        {
            add();
            return true;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}
