using System.Reflection;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Worker;

/// <summary>The app that a worker runs, and its environment.</summary>
public sealed record InProcessWorkerOptions
{
    /// <summary>The app, built against the official packages.</summary>
    public required Assembly App { get; init; }

    /// <summary>Composes and runs the app, and returns when it has ended; its entry point does when null.</summary>
    public Action<string[]>? Main { get; init; }

    /// <summary>The route prefix of host.json, which the worker needs as well as the host.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>The app's clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The app's settings; they override environment variables.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Returns the client that <c>[DurableClient]</c> binds; functions that use it fail when it is null.</summary>
    public Func<DurableTaskClient?> DurableClient { get; init; } = () => null;

    /// <summary>Generates invocation ids; random when null.</summary>
    public Func<string>? NewInvocationId { get; init; }

    /// <summary>Replaces services after the app has registered its own.</summary>
    public Action<IServiceCollection>? ReplaceServices { get; init; }

    /// <summary>Adds logging providers.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>How long, in real time, the app may take to start.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
