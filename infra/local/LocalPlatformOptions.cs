using ChatPay.Local.Clock;
using ChatPay.Local.Durable.Faults;
using ChatPay.Local.Emulation;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local;

/// <summary>How the platform starts. The defaults are those of <c>dotnet run --project infra/local</c>.</summary>
public sealed record LocalPlatformOptions
{
    /// <summary>The folder with all data; created when missing.</summary>
    public string DataFolder { get; init; } = ".chatpay";

    /// <summary>Empties the data folder first.</summary>
    public bool Fresh { get; init; }

    /// <summary>The function app's port; the other parts follow it (see <see cref="PlatformPorts"/>). 0 takes free ports.</summary>
    public int Port { get; init; } = 7071;

    /// <summary>The table service's port; Azurite's by default. 0 takes a free one.</summary>
    public int TablePort { get; init; } = 10002;

    /// <summary>The port of Service Bus over AMQP, for <see cref="LocalServices"/>; 0 takes a free one.</summary>
    public int BusPort { get; init; } = 5672;

    /// <summary>Where the settings for the official host are written; beside the app's project when null.</summary>
    public string? AppSettingsFile { get; init; }

    /// <summary>The app uses its own clients of Service Bus and the vault, over sockets, as under the official host; triggers still
    /// come from within this process.</summary>
    public bool OfficialClients { get; init; }

    /// <summary>The table service the app uses: the platform's own when null, Azurite from npm for "azurite", else a connection
    /// string.</summary>
    public string? Storage { get; init; }

    /// <summary>The app reaches the platform's own table service by a call within this process; over a socket when false. Client and
    /// protocol are the official ones either way; only the signature is left out.</summary>
    public bool DirectTables { get; init; } = true;

    /// <summary>The latency added to each request to the platform's own table service, as if it were far away.</summary>
    public TimeSpan TableRoundTrip { get; init; }

    /// <summary>Seconds of the platform's clock per second; 0 stands still until it is advanced.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>Where a new clock starts; now when null.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>How long a finished orchestration is kept; forever, unless purged, when null.</summary>
    public TimeSpan? KeepFinishedOrchestrations { get; init; }

    /// <summary>Faults to inject into the durable engine.</summary>
    public DurableFaults DurableFaults { get; init; } = new();

    /// <summary>The initial balance of the platform's own PayPal account, in cents: it pays payout fees and the refunds of whole
    /// payments, since PayPal keeps its fee of a capture.</summary>
    public long PayPalStartingBalance { get; init; } = 1_000_00;

    /// <summary>Called for every request to the PayPal simulator, with its response.</summary>
    public Action<Simulators.PayPal.PayPalExchange>? WatchPayPal { get; init; }

    /// <summary>Creates the handler of the developer's page, which is served at <see cref="LocalPlatform.Control"/> and returns
    /// whether it answered a request. Null for no page.</summary>
    public Func<LocalPlatform, Func<HttpContext, Task<bool>>>? DeveloperPage { get; init; }

    /// <summary>Called for every attempt of a call to tables and vault, before it is sent.</summary>
    public Action<Azure.Core.Request>? WatchCalls { get; init; }

    /// <summary>Called for every message sent, with its queue or topic.</summary>
    public Action<string>? WatchMessages { get; init; }

    /// <summary>Called for every execution of a function, with its name; each turn of an orchestrator is one.</summary>
    public Action<string>? WatchFunctions { get; init; }

    /// <summary>Delays each execution of a function, given its name, until the task completes; turns of orchestrators are never
    /// delayed.</summary>
    public Func<string, Task>? HoldFunctions { get; init; }

    /// <summary>Prints the app's log to the console.</summary>
    public bool Verbose { get; init; }

    /// <summary>Settings of the app that replace or join the platform's own.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>The options for the emulators.</summary>
    /// <param name="folder">The open data folder.</param>
    /// <param name="clock">The platform's clock.</param>
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
