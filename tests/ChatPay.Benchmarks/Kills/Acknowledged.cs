namespace ChatPay.Benchmarks.Kills;

/// <summary>Everything acknowledged so far: the last acknowledgement of each order.</summary>
internal sealed class Acknowledged
{
    private readonly Dictionary<string, Acknowledgement> _last = [];

    public long Count { get; private set; }

    public IReadOnlyDictionary<string, Acknowledgement> Last => _last;

    /// <param name="line">A letter and an order; anything else, such as half a line of a killed process, is ignored.</param>
    public void Add(string? line)
    {
        if (line is not [var letter, ' ', .. var id] || id.Length != Orders.OrderIds.Length || !Enum.IsDefined((Acknowledgement)letter))
            return;
        _last[id] = (Acknowledgement)letter;
        Count++;
    }

    /// <summary>Whether <paramref name="told"/> includes <paramref name="what"/>.</summary>
    public static bool Includes(Acknowledgement told, Acknowledgement what) => Rank(told) >= Rank(what);

    private static int Rank(Acknowledgement a) => "SPHC".IndexOf((char)a, StringComparison.Ordinal);
}
