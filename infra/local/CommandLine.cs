using System.Globalization;

namespace ChatPay.Local;

/// <summary>What the program is asked to do.</summary>
internal enum Verb { Run, Demo, Help }

/// <summary>The command line of <c>dotnet run --project infra/local</c>.</summary>
/// <param name="Verb">What to do.</param>
/// <param name="Options">With what.</param>
internal sealed record CommandLine(Verb Verb, LocalPlatformOptions Options)
{
    private const string Help = """
        ChatPay's local platform: the function app with everything it needs, on this machine.

          dotnet run --project infra/local                 starts it and prints where everything is; Ctrl+C stops it
          dotnet run --project infra/local -- demo         plays one whole sale and ends

        Options:
          --port N         the app's port; the other parts take those after it      (7071; the demo takes free ports)
          --table-port N   the table service's port                                  (10002)
          --data FOLDER    where the data lies                                       (.chatpay; the demo: .chatpay/demo)
          --fresh          empties the data folder first                             (the demo always does)
          --time-scale N   seconds of the platform's clock per second; 0 stands still (1)
          --verbose        prints the app's log
          --help           prints this
        """;

    /// <exception cref="PlatformException">An argument is not known or its value is not one.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var verb = Verb.Run;
        var options = new LocalPlatformOptions();
        string? data = null;
        int? port = null, tablePort = null;
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "demo": verb = Verb.Demo; break;
                case "--help" or "-h" or "help": return new CommandLine(Verb.Help, options);
                case "--fresh": options = options with { Fresh = true }; break;
                case "--verbose": options = options with { Verbose = true }; break;
                case "--data": data = Value(args, ref i); break;
                case "--port": port = Port(args, ref i); break;
                case "--table-port": tablePort = Port(args, ref i); break;
                case "--time-scale": options = options with { TimeScale = Scale(args, ref i) }; break;
                default: throw new PlatformException($"'{args[i]}' is not known: --help lists what there is.");
            }
        }

        // The demo stands beside a running platform: ports and data of its own.
        options = verb == Verb.Demo
            ? options with { Fresh = true, DataFolder = data ?? Path.Combine(".chatpay", "demo"), Port = port ?? 0, TablePort = tablePort ?? 0 }
            : options with { DataFolder = data ?? options.DataFolder, Port = port ?? options.Port, TablePort = tablePort ?? options.TablePort };
        return new CommandLine(verb, options);
    }

    public static int PrintHelp()
    {
        Console.WriteLine(Help);
        return 0;
    }

    private static string Value(IReadOnlyList<string> args, ref int i) => ++i < args.Count
        ? args[i]
        : throw new PlatformException($"{args[i - 1]} needs a value: --help shows which.");

    private static int Port(IReadOnlyList<string> args, ref int i) =>
        int.TryParse(Value(args, ref i), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65_000
            ? port
            : throw new PlatformException($"{args[i - 1]} needs a number from 0 to 65000; 0 takes a free port.");

    private static double Scale(IReadOnlyList<string> args, ref int i) =>
        double.TryParse(Value(args, ref i), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var scale) && scale is >= 0 and <= 1_000_000
            ? scale
            : throw new PlatformException($"{args[i - 1]} needs a number from 0 to 1000000, such as 60 for a minute a second.");
}
