using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>The single declaration of an order command: its path, the parties who may give it, and the decision that tells whether
/// it is possible now. The endpoint checks its parties, and <c>allowedActions</c> lists the commands whose decision would change
/// something.</summary>
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

    /// <summary>The parties who may give it.</summary>
    public OrderParty By { get; }

    /// <summary>Whether a repeat has an effect: through what follows the decision, such as a call to the provider.</summary>
    internal bool ActsAgain { get; init; }

    /// <summary>The names for the client: the path, after the verb unless that is <c>POST</c>. One for each thing that the path can
    /// refer to, and only if one of the minimal requests that a caller could send would change something.</summary>
    internal IEnumerable<string> Allowed(Order order, OrderParty caller, DateTimeOffset now)
    {
        if ((By & caller) == OrderParty.None)
            return [];
        return (_things?.Invoke(order) ?? [""])
            .Where(thing => _trials(new OrderTrial(order, thing, caller & By, now)).Any(Does))
            .Select(NameOf);
    }

    /// <summary>The name of the command for the client.</summary>
    /// <param name="thing">The id or number in the path; unused when the path has none.</param>
    internal string NameOf(string thing)
    {
        var path = Path.IndexOf('{', StringComparison.Ordinal) is >= 0 and var from
            ? Path[..from] + thing + Path[(Path.IndexOf('}', StringComparison.Ordinal) + 1)..]
            : Path;
        return Method == "POST" ? path : $"{Method} {path}";
    }

    private bool Does(Decision decision) => decision.Refusal is null && (ActsAgain || decision.Change is not null);
}

/// <summary>A command that is tried without being executed.</summary>
/// <param name="Order">The order as it stands.</param>
/// <param name="Thing">The id or number in the path; empty when there is none.</param>
/// <param name="By">The parties that the caller is, among those who may give the command.</param>
/// <param name="Now">UTC.</param>
internal sealed record OrderTrial(Order Order, string Thing, OrderParty By, DateTimeOffset Now)
{
    /// <summary>The number in the path.</summary>
    public int Number => int.Parse(Thing, System.Globalization.CultureInfo.InvariantCulture);
}
