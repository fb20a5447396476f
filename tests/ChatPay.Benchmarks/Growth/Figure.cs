using System.Globalization;

namespace ChatPay.Benchmarks.Growth;

/// <summary>The measured cost of an operation.</summary>
/// <param name="Requests">The number of requests to the tables.</param>
/// <param name="Processor">The processor time of the whole platform, in milliseconds.</param>
/// <param name="Answer">The response status, and the problem if any; empty when there is no response.</param>
internal sealed record Figure(int Requests, double Processor, string Answer)
{
    private const string Mark = "figure";

    /// <summary>Formats it as a line for the parent process.</summary>
    public string Line(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{Mark}\t{name}\t{Requests}\t{Processor:F1}\t{Answer}");

    /// <summary>Parses such a line; null for any other.</summary>
    public static (string Name, Figure Figure)? Parse(string line) =>
        line.Split('\t') is [Mark, var name, var requests, var processor, var answer]
            ? (name, new Figure(
                int.Parse(requests, CultureInfo.InvariantCulture), double.Parse(processor, CultureInfo.InvariantCulture), answer))
            : null;
}
