using System.Globalization;
using System.Text;

namespace ChatPay.Journeys.Costs;

/// <summary>The counts of several use cases, as a table that a person reads and a test compares.</summary>
internal sealed class CostTable
{
    private readonly List<(string UseCase, IReadOnlyDictionary<(string Kind, string Name), int> Counts)> _columns = [];

    /// <summary>Adds a column: the difference between two readings.</summary>
    public void Add(
        string useCase,
        IReadOnlyDictionary<(string Kind, string Name), int> before,
        IReadOnlyDictionary<(string Kind, string Name), int> after) =>
        _columns.Add(
            (
                useCase,
                after.Select(c => KeyValuePair.Create(c.Key, c.Value - before.GetValueOrDefault(c.Key)))
                    .Where(c => c.Value != 0).ToDictionary()));

    /// <summary>The table; the last column is a sum.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Line(text, "", [.. _columns.Select(c => c.UseCase), .. Sum("sum")]);
        text.Append("|---|").Insert(text.Length, "--:|", _columns.Count + Sum("").Length).Append('\n');
        foreach (var kind in Meter.Kinds)
        {
            var names = _columns.SelectMany(c => c.Counts.Keys).Where(k => k.Kind == kind).Select(k => k.Name).Distinct()
                .Order(StringComparer.Ordinal).ToList();
            // Events and bytes are not summed.
            if (kind != Meter.History)
                Line(text, $"**{kind}**", Sums(key => key.Kind == kind), "**");
            foreach (var name in names)
                Line(text, name, Sums(key => key == (kind, name)));
        }

        return text.ToString();
    }

    /// <summary>The total count of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="which">Selects the names to count; null for all.</param>
    public int Total(string kind, Func<string, bool>? which = null) =>
        _columns.SelectMany(c => c.Counts).Where(c => c.Key.Kind == kind && which?.Invoke(c.Key.Name) != false).Sum(c => c.Value);

    private List<string> Sums(Func<(string Kind, string Name), bool> which)
    {
        var sums = _columns.Select(c => c.Counts.Where(count => which(count.Key)).Sum(count => count.Value)).ToList();
        return [.. sums.Concat(Sum(sums.Sum())).Select(n => n == 0 ? "" : n.ToString(CultureInfo.InvariantCulture))];
    }

    private T[] Sum<T>(T all) => _columns.Count > 1 ? [all] : [];

    private static void Line(StringBuilder to, string name, IEnumerable<string> cells, string mark = "")
    {
        to.Append(CultureInfo.InvariantCulture, $"| {name}{(name.Length > 0 ? " " : "")}|");
        foreach (var cell in cells)
            to.Append(CultureInfo.InvariantCulture, $" {(cell.Length > 0 ? mark + cell + mark + " " : "")}|");
        to.Append('\n');
    }
}
