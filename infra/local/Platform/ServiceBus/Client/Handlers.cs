namespace ChatPay.Local.ServiceBus.Client;

/// <summary>Tells whether a processor has a handler. The official base class hides its handlers, but refuses a second one.</summary>
internal static class Handlers
{
    /// <exception cref="InvalidOperationException">There is no handler, as officially.</exception>
    public static void Require(string name, Action add, Action remove)
    {
        if (!TryAdd(add))
            return;
        remove();
        throw new InvalidOperationException($"Processing cannot begin without the handler {name}.");
    }

    /// <returns>False when there already is one.</returns>
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
