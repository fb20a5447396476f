using ChatPay.Local.Clock;
using ChatPay.Local.Durable.Faults;
using ChatPay.Local.Emulation;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local;

/// <summary>How the platform starts. The defaults are those of <c>dotnet run --project infra/local</c>.</summary>
public sealed record LocalPlatformOptions
{
    /// <summary>Where all data lies; made when missing.</summary>
    public string DataFolder { get; init; } = ".chatpay";

    /// <summary>Empties the data folder first.</summary>
    public bool Fresh { get; init; }

    /// <summary>The function app's port; the other parts follow it (see <see cref="PlatformPorts"/>). 0 takes free ports.</summary>
    public int Port { get; init; } = 7071;

    /// <summary>The table service's port; Azurite's by default. 0 takes a free one.</summary>
    public int TablePort { get; init; } = 10002;

    /// <summary>The port of Service Bus over AMQP, for <see cref="LocalServices"/>; 0 takes a free one.</summary>
    public int BusPort { get; init; } = 5672;

    /// <summary>Where the settings for the official host are written; null is beside the app's project.</summary>
    public string? AppSettingsFile { get; init; }

    /// <summary>The app's clients of Service Bus and of the vault are its own, over sockets, as under the official host; what triggers it
    /// still comes within this process.</summary>
    public bool OfficialClients { get; init; }

    /// <summary>Whose table service the app uses: the platform's own when null, Azurite from npm for "azurite", else that of a
    /// connection string.</summary>
    public string? Storage { get; init; }

    /// <summary>The app reaches the platform's own table service by a call within this process; when false over a socket. The official
    /// client and the whole protocol all the same, but for the signature.</summary>
    public bool DirectTables { get; init; } = true;

    /// <summary>How much longer each request to the platform's own table service takes, as if it were far away.</summary>
    public TimeSpan TableRoundTrip { get; init; }

    /// <summary>Seconds of the platform's clock per second; 0 stands still until it is advanced.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>Where a new clock starts; now when null.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>How long a finished orchestration is kept; until it is purged when null.</summary>
    public TimeSpan? KeepFinishedOrchestrations { get; init; }

    /// <summary>What the durable engine does wrong on purpose.</summary>
    public DurableFaults DurableFaults { get; init; } = new();

    /// <summary>What the platform's own PayPal account holds at first, in cents: payout fees and refunds of whole payments are
    /// paid from it, since PayPal keeps its fee of a capture.</summary>
    public long PayPalStartingBalance { get; init; } = 1_000_00;

    /// <summary>Told of every request to the PayPal simulator, with its answer.</summary>
    public Action<Simulators.PayPal.PayPalExchange>? WatchPayPal { get; init; }

    /// <summary>Makes what answers the developer's page, where the clock is moved: whether it has an answer to a request. Null for no
    /// page.</summary>
    public Func<LocalPlatform, Func<HttpContext, Task<bool>>>? DeveloperPage { get; init; }

    /// <summary>Told of every attempt of a call to tables and vault, before it is sent.</summary>
    public Action<Azure.Core.Request>? WatchCalls { get; init; }

    /// <summary>Told of every message that is sent, by its queue or topic.</summary>
    public Action<string>? WatchMessages { get; init; }

    /// <summary>Told of every execution of a function, by its name; each turn of an orchestrator is one.</summary>
    public Action<string>? WatchFunctions { get; init; }

    /// <summary>Holds up each execution of a function, given its name, until this completes; an orchestrator's turn is never held
    /// up.</summary>
    public Func<string, Task>? HoldFunctions { get; init; }

    /// <summary>Prints the app's log.</summary>
    public bool Verbose { get; init; }

    /// <summary>Settings of the app that replace or join the platform's own.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>What of this is for the emulators.</summary>
    /// <param name="folder">The data folder, which is open.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="busPort">As <see cref="EmulatorOptions.BusPort"/>.</param>
    internal EmulatorOptions ForEmulators(DataFolder folder, LocalClock clock, int? busPort) => new()
    {
        Folder = folder,
        Clock = clock,
        Ports = PlatformPorts.Of(Port, TablePort),
        Storage = Storage,
        TableRoundTrip = TableRoundTrip,
        BusPort = busPort,
        PayPalStartingBalance = PayPalStartingBalance,
        WatchPayPal = WatchPayPal,
        WatchMessages = WatchMessages,
    };
}
