using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>
/// A command of an order, as it is declared once: where it is called, who may give it, and the decision that says whether it can be given
/// now. The endpoint asks for its parties, and <c>allowedActions</c> is what the same decisions would do.
/// </summary>
public sealed class OrderAction
{
    private readonly Func<Order, IEnumerable<string>>? _things;
    private readonly Func<OrderTrial, IEnumerable<Decision>> _trials;

    internal OrderAction(
        string method,
        string path,
        OrderParty by,
        Func<OrderTrial, IEnumerable<Decision>> trials,
        Func<Order, IEnumerable<string>>? things = null) =>
        (Method, Path, By, _trials, _things) = (method, path, by, trials, things);

    /// <summary>The HTTP verb, in capitals.</summary>
    public string Method { get; }

    /// <summary>The path below the order, such as <c>refunds/{number}/end</c>.</summary>
    public string Path { get; }

    /// <summary>Who may give it.</summary>
    public OrderParty By { get; }

    /// <summary>Whether it does something when it is said again: what follows the decision, such as a call of the provider.</summary>
    internal bool ActsAgain { get; init; }

    /// <summary>What the client is told: the path, behind the verb unless that is <c>POST</c>. One for each thing that the path names, and
    /// only where one of the least requests that a caller could send would change something.</summary>
    internal IEnumerable<string> Allowed(Order order, OrderParty caller, DateTimeOffset now)
    {
        if ((By & caller) == OrderParty.None)
            return [];
        return (_things?.Invoke(order) ?? [""])
            .Where(thing => _trials(new OrderTrial(order, thing, caller & By, now)).Any(Does))
            .Select(NameOf);
    }

    /// <summary>As the client is told it.</summary>
    /// <param name="thing">The id or number that the path names; not used by one that names none.</param>
    internal string NameOf(string thing)
    {
        var path = Path.IndexOf('{', StringComparison.Ordinal) is >= 0 and var from
            ? Path[..from] + thing + Path[(Path.IndexOf('}', StringComparison.Ordinal) + 1)..]
            : Path;
        return Method == "POST" ? path : $"{Method} {path}";
    }

    private bool Does(Decision decision) => decision.Refusal is null && (ActsAgain || decision.Change is not null);
}

/// <summary>A command that is tried, and not carried out.</summary>
/// <param name="Order">The order as it is.</param>
/// <param name="Thing">What of it the path names; empty when that is none.</param>
/// <param name="By">What the caller is to the order, as far as the command is for them.</param>
/// <param name="Now">UTC.</param>
internal sealed record OrderTrial(Order Order, string Thing, OrderParty By, DateTimeOffset Now)
{
    /// <summary>The number that the path names.</summary>
    public int Number => int.Parse(Thing, System.Globalization.CultureInfo.InvariantCulture);
}
