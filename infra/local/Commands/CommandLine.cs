using System.Globalization;
using ChatPay.Local.Control;
using ChatPay.Local.Hosting;

namespace ChatPay.Local.Commands;

/// <summary>What the program is asked to do.</summary>
internal enum Verb { Run, Demo, Services, Clock, Bus, Help }

/// <summary>The command line of <c>dotnet run --project infra/local</c>.</summary>
/// <param name="Verb">The command.</param>
/// <param name="Options">How the platform starts.</param>
internal sealed record CommandLine(Verb Verb, LocalPlatformOptions Options)
{
    private const string Help = """
        ChatPay's local platform: the function app with everything it needs, on this machine.

          dotnet run --project infra/local                          starts it and prints where everything is; Ctrl+C stops it
          dotnet run --project infra/local -- demo                  plays one whole sale and ends
          dotnet run --project infra/local -- demo --watch          plays it slowly, to be watched in a browser
          dotnet run --project infra/local -- services              starts what the app needs under the official host ('func start')
          dotnet run --project infra/local -- clock now             shows the time of the running platform, and its next timer
          dotnet run --project infra/local -- clock advance 3d      moves its clock by 3d, 12h, 90m, 1d12h, 3.00:00:00 ...
          dotnet run --project infra/local -- clock advance 2026-03-04T09:00Z    ... or to an instant
          dotnet run --project infra/local -- clock next            moves its clock to the next timer
          dotnet run --project infra/local -- bus                   how many messages are in its queues, and where
          dotnet run --project infra/local -- bus dead-letters QUEUE      shows the dead letters of a queue
          dotnet run --project infra/local -- bus resubmit QUEUE all      puts them back; or one, by its number

        Options:
          --port N         the app's port; the other parts take those after it      (7071; the demo takes free ports)
          --table-port N   the table service's port                                  (10002)
          --bus-port N     the port of Service Bus over AMQP, for services           (5672)
          --app-settings FILE  where services writes the settings for 'func start'   (functions/local.settings.json)
          --storage WHAT   azurite, or the connection string of a table service      (the platform's own)
          --data FOLDER    where the data lies       (.chatpay; the demo: .chatpay/demo; services: .chatpay/services)
          --fresh          empties the data folder first                             (the demo always does)
          --time-scale N   seconds of the platform's clock per second; 0 stands still (1)
          --settings FILE  a local.settings.json whose Values join or replace the platform's own
          --verbose        prints the app's log
          --help           prints this

        For 'clock' and 'bus', --port or --data say which platform is meant.
        """;

    /// <summary>For <see cref="Verb.Clock"/>.</summary>
    public ClockRequest Clock { get; private init; } = new();

    /// <summary>For <see cref="Verb.Bus"/>.</summary>
    public BusRequest Bus { get; private init; } = new();

    /// <summary>For <see cref="Verb.Demo"/>: plays at a pace to be watched in a browser.</summary>
    public bool Watch { get; private init; }

    /// <summary>For <see cref="Verb.Clock"/> and <see cref="Verb.Bus"/>: the value of <c>--port</c>; null when it was not
    /// given.</summary>
    public int? NamedPort { get; private init; }

    /// <exception cref="PlatformException">An argument is unknown, or its value is not valid.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var verb = Verb.Run;
        var clock = new ClockRequest();
        var bus = new BusRequest();
        var options = new LocalPlatformOptions();
        string? data = null;
        var watch = false;
        int? port = null, tablePort = null;
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "demo": verb = One(verb, Verb.Demo, args[i]); break;
                case "services": verb = One(verb, Verb.Services, args[i]); break;
                case "clock":
                    verb = One(verb, Verb.Clock, args[i]);
                    clock = ReadClock(args, ref i);
                    break;
                case "bus":
                    verb = One(verb, Verb.Bus, args[i]);
                    bus = BusRequest.Parse(args, ref i);
                    break;
                case "--help" or "-h" or "help": return new CommandLine(Verb.Help, options);
                case "--watch": watch = true; break;
                case "--fresh": options = options with { Fresh = true }; break;
                case "--verbose": options = options with { Verbose = true }; break;
                case "--data": data = Value(args, ref i); break;
                case "--port": port = Port(args, ref i); break;
                case "--storage": options = options with { Storage = Value(args, ref i) }; break;
                case "--table-port": tablePort = Port(args, ref i); break;
                case "--bus-port": options = options with { BusPort = Port(args, ref i) }; break;
                case "--app-settings": options = options with { AppSettingsFile = Value(args, ref i) }; break;
                case "--settings": options = options with { Settings = LocalSettings.Read(Value(args, ref i)) }; break;
                case "--time-scale": options = options with { TimeScale = Scale(args, ref i) }; break;
                default: throw new PlatformException($"'{args[i]}' is not known: --help lists what there is.");
            }
        }

        options = options with
        {
            DataFolder = data ?? DefaultFolder(verb),
            Port = port ?? options.Port,
            TablePort = tablePort ?? options.TablePort,
        };

        // The demo may run beside a platform, so it has its own ports and data.
        if (verb == Verb.Demo)
            options = options with { Fresh = true, Port = port ?? 0, TablePort = tablePort ?? 0 };
        if (watch && verb != Verb.Demo)
            throw new PlatformException("--watch is for the demo: dotnet run --project infra/local -- demo --watch.");
        return new CommandLine(verb, options) { Clock = clock, Bus = bus, NamedPort = port, Watch = watch };
    }

    public static int PrintHelp()
    {
        Console.WriteLine(Help);
        return 0;
    }

    private static string DefaultFolder(Verb verb) => verb switch
    {
        Verb.Demo => Path.Combine(".chatpay", "demo"),
        Verb.Services => Path.Combine(".chatpay", "services"),
        _ => ".chatpay",
    };

    private static Verb One(Verb before, Verb asked, string word) =>
        before == Verb.Run ? asked : throw new PlatformException($"'{word}' is one argument too many: --help lists what there is.");

    private static ClockRequest ReadClock(IReadOnlyList<string> args, ref int i)
    {
        switch (++i < args.Count ? args[i] : null)
        {
            case "now": return new ClockRequest();
            case "next": return new ClockRequest(Next: true);
            case "advance":
                var how = Value(args, ref i);
                if (Duration.TryParse(how, out var by))
                    return new ClockRequest(By: by);
                if (how.Contains('-', StringComparison.Ordinal) && ControlApi.TryParse(how, out var to))
                    return new ClockRequest(To: to);
                throw new PlatformException(
                    $"'{how}' is neither a duration such as 3d, 12h, 90m or 3.00:00:00 nor an instant such as 2026-03-04T09:00Z.");
            default:
                throw new PlatformException("Say what the clock is to do: clock now, clock next, or clock advance 3d.");
        }
    }

    private static string Value(IReadOnlyList<string> args, ref int i) =>
        ++i < args.Count && args[i].Length > 0 && !args[i].StartsWith("--", StringComparison.Ordinal)
            ? args[i]
            : throw new PlatformException($"{args[i - 1]} needs a value: --help shows which.");

    private static int Port(IReadOnlyList<string> args, ref int i) =>
        int.TryParse(Value(args, ref i), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65_000
            ? port
            : throw new PlatformException($"{args[i - 1]} needs a number from 0 to 65000; 0 takes a free port.");

    private static double Scale(IReadOnlyList<string> args, ref int i) =>
        double.TryParse(Value(args, ref i), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var scale)
        && scale is >= 0 and <= 1_000_000
            ? scale
            : throw new PlatformException($"{args[i - 1]} needs a number from 0 to 1000000, such as 60 for a minute a second.");
}
