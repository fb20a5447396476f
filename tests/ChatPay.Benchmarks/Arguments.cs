using System.Globalization;

namespace ChatPay.Benchmarks;

/// <summary>The options of a command: <c>--name value</c> pairs and bare <c>--switches</c>.</summary>
internal sealed class Arguments
{
    private const string Help = """
        ChatPay's benchmarks. Build with -c Release.

          orders    drives reference orders through the function pipeline and prints a table
                      --in-flight 1,10,50,200   levels of the closed loop
                      --rate N                  an open loop instead: N starts a second, whatever comes back
                      --warm-up 10              seconds before counting
                      --seconds 10              seconds of counting
                      --ids random              random instance ids instead of ascending ones
                      --data FOLDER             where the data files lie (a temporary folder)
                      --peer dbos               runs the same load on that engine too, level by level (peers/dbos/run.sh)
                      --strace                  counts fdatasync and fsync in a short run of their own
                      --out FILE                writes the figures as JSON too
          kills     kills a process under the reference load again and again, and looks for what it had acknowledged
                      --times 200               how often
                      --in-flight 50            orders
          parked    parks orders on an event or a five-day timer, restarts and looks how soon it answers
                      --instances 1000000       how many
                      --data FOLDER             keeps the file there, and uses one that is there already
          growth    a day, a seller's lists and a sweep, with few orders and with very many, in requests and processor time
                      --orders 10000,1000000    how many wait, and how many the seller has sold
                      --due 10000               payouts that the sweep finds
                      --port 20071              the first of some twenty ports that are free
                      --data FOLDER             where the data files lie (a temporary folder)
          tables    drives Azurite and this table service in one run and prints a table
                      --clients 64              at once
                      --load inserts            only one of: inserts, point reads, merges with ETag, batches of 3
                      --warm-up 10              seconds before counting, each load and service
                      --seconds 8               seconds of counting
          http      drives the app over HTTP, beside a bare endpoint that inserts a row, and prints a table; then times each
                    call of a sale, with the tables here and with the tables far away
                      --callers 32              at once, each with a shop of its own
                      --rate N                  an open loop instead: N a second, whatever comes back
                      --targets bare,own        whose tables: own, the same over a socket (socket), azurite (npm ci in
                                                tests/azurite); bare is the endpoint
                      --load message            only one of: health, read an order, message, payment request,
                                                sale of five calls, bare insert
                      --round-trip 10           milliseconds that each request to the tables takes longer
                      --warm-up 8               seconds before counting
                      --seconds 8               seconds of counting
                      --out FILE                writes the figures as JSON too
        """;

    private readonly Dictionary<string, string?> _values = [];

    /// <summary>Reads the options of a command. One that the help does not list is refused, not ignored: a benchmark may take minutes and
    /// gigabytes.</summary>
    /// <exception cref="ArgumentException">Something does not begin with two dashes, or is not an option of the command.</exception>
    public Arguments(string command, IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                throw new ArgumentException($"'{args[i]}' is not an option: without arguments, the options are listed.");
            _values[args[i][2..]] = i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[++i] : null;
        }

        var known = OptionsOf(command);
        if (known.Count > 0 && _values.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new ArgumentException($"--{unknown} is not an option of {command}, which has --{string.Join(", --", known)}.");
    }

    public static int PrintHelp(int exitCode)
    {
        Console.WriteLine(Help);
        return exitCode;
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <exception cref="ArgumentException">The value is not a positive number.</exception>
    public int Number(string name, int otherwise) => _values.TryGetValue(name, out var text) ? NumberOf(name, text) : otherwise;

    /// <exception cref="ArgumentException">An entry is not a positive number.</exception>
    public int[] Numbers(string name, params int[] otherwise) => Text(name) is { } list
        ? [.. list.Split(',').Select(text => NumberOf(name, text))]
        : otherwise;

    public TimeSpan Seconds(string name, int otherwise) => TimeSpan.FromSeconds(Number(name, otherwise));

    private static int NumberOf(string name, string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ArgumentException($"--{name} needs a number from 1 on.");

    private static List<string> OptionsOf(string command) =>
    [
        .. Help.Split('\n')
            .SkipWhile(line => !line.StartsWith($"  {command} ", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal))
            .Select(line => line.Trim().Split(' ')[0])
            .Where(word => word.StartsWith("--", StringComparison.Ordinal))
            .Select(word => word[2..]),
    ];
}
