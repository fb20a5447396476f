using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using ChatPay.Local.Tests.Durable.Conformance;
using ChatPay.Local.Tests.Durable.Conformance.Engines;

[assembly: AssemblyFixture(typeof(ConformanceReport))]

namespace ChatPay.Local.Tests.Durable.Conformance;

/// <summary>The outcome of every conformance test on every engine; written beside the tests at the end of a run.</summary>
public sealed class ConformanceReport : IDisposable
{
    private static readonly ConcurrentDictionary<(string Test, string Engine, string Data), (string Outcome, string? Why)> Outcomes = [];

    /// <summary>The path of the report.</summary>
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "conformance.txt");

    internal static void Passed(string test, string engine, object? data, string? why = null) => Note(test, engine, data, "passed", why);

    internal static void Failed(string test, string engine, object? data) => Note(test, engine, data, "FAILED");

    internal static void Different(string test, string engine, object? data, string why) => Note(test, engine, data, "differs", why);

    internal static void Skipped(string test, string engine, IReadOnlyList<object> data, string why) =>
        Note(test, engine, data.Count == 0 ? null : string.Join(", ", data), "skipped", why);

    public void Dispose()
    {
        // A run of other tests keeps the last report.
        if (Outcomes.Values.Any(o => o.Outcome != "skipped"))
            System.IO.File.WriteAllText(File, Text());
    }

    private static string Text()
    {
        var text = new StringBuilder("Durable conformance: tests of the official API, by engine\n\n");
        foreach (var engine in EngineKind.All)
        {
            var counts = Outcomes
                .Where(o => o.Key.Engine == engine.Name)
                .CountBy(o => o.Value.Outcome)
                .OrderBy(c => c.Key, StringComparer.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"{engine.Name}: {string.Join(", ", counts.Select(c => $"{c.Value} {c.Key}"))}\n");
        }

        foreach (var test in Outcomes.GroupBy(o => (o.Key.Test, o.Key.Data)).OrderBy(g => g.Key))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n{test.Key.Test}{(test.Key.Data.Length > 0 ? $" ({test.Key.Data})" : string.Empty)}\n");
            foreach (var same in test.GroupBy(o => o.Value).OrderBy(g => g.Key.Outcome, StringComparer.Ordinal))
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"  {same.Key.Outcome}: "
                        + $"{string.Join("; ", same.Select(o => o.Key.Engine).Order(StringComparer.Ordinal))}{(same.Key.Why is { } why ? $" ({why})" : string.Empty)}\n"
                );
        }

        return text.ToString();
    }

    private static void Note(string test, string engine, object? data, string outcome, string? why = null) =>
        Outcomes[(test, engine, data?.ToString() ?? string.Empty)] = (outcome, why);
}
