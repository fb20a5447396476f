using System.Reflection;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.Clock;
using ChatPay.Local.Web;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Hosting;

/// <summary>The app that the host runs, and its environment.</summary>
public sealed record FunctionsHostOptions
{
    public required LocalClock Clock { get; init; }

    /// <summary>The assembly with the functions.</summary>
    public required Assembly App { get; init; }

    /// <summary>Composes the app; the app's entry point does when null.</summary>
    public Action<FunctionsApplicationBuilder>? Compose { get; init; }

    /// <summary>Which types of the assembly may hold functions; all by default.</summary>
    public Func<Type, bool> Includes { get; init; } = _ => true;

    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>A port that is already reserved, for an app that must know its own address before it listens.</summary>
    public ReservedPort? Reserved { get; init; }

    /// <summary>The app's settings, as in the <c>Values</c> of local.settings.json (<see cref="LocalSettings.Read"/>); they override
    /// environment variables, so that nothing set on the machine points a local run at a real resource.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>The app's host.json; the official defaults when null.</summary>
    public string? HostJsonFile { get; init; }

    /// <summary>The file of the access keys, created at the first start. Null keeps new ones in memory.</summary>
    public string? KeyFile { get; init; }

    /// <summary>How long a stopping host lets running invocations continue before it cancels them, in real time.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Replaces services after the app has registered its own.</summary>
    public Action<IServiceCollection>? ReplaceServices { get; init; }

    /// <summary>Adds logging providers; the levels of host.json apply.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>Starts the durable engine; needed when the app has durable functions.</summary>
    public Func<DurableApp, Task<DurableRuntime>>? StartDurable { get; init; }

    /// <summary>The broker's listener; needed when the app has Service Bus triggers.</summary>
    public ListenToMessages? Listen { get; init; }

    /// <summary>Settles messages for functions that take <c>ServiceBusMessageActions</c>.</summary>
    public ServiceBusClient? BusClient { get; init; }

    /// <summary>The file with the last runs of the schedules, so that a run missed while the host was down is caught up; null keeps
    /// them in memory.</summary>
    public string? TimerFile { get; init; }

    /// <summary>Called for every execution of a function, with its name; each turn of an orchestrator is one.</summary>
    public Action<string>? Watch { get; init; }

    /// <summary>Delays each execution of a function, given its name, until the task completes; turns of orchestrators are never
    /// delayed.</summary>
    public Func<string, Task>? Hold { get; init; }

    /// <summary>Generates invocation ids; random when null.</summary>
    public Func<string>? NewInvocationId { get; init; }
}
