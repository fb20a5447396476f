using System.Globalization;

namespace ChatPay.Benchmarks.Growth;

/// <summary>What something has cost.</summary>
/// <param name="Requests">To the tables.</param>
/// <param name="Processor">Of the whole platform, in milliseconds.</param>
/// <param name="Answer">The status, and what was refused; empty when nobody was answered.</param>
internal sealed record Figure(int Requests, double Processor, string Answer)
{
    private const string Mark = "figure";

    /// <summary>As a line for the parent process.</summary>
    public string Line(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{Mark}\t{name}\t{Requests}\t{Processor:F1}\t{Answer}");

    /// <summary>Of such a line; null of another.</summary>
    public static (string Name, Figure Figure)? Parse(string line) =>
        line.Split('\t') is [Mark, var name, var requests, var processor, var answer]
            ? (name, new Figure(
                int.Parse(requests, CultureInfo.InvariantCulture), double.Parse(processor, CultureInfo.InvariantCulture), answer))
            : null;
}
