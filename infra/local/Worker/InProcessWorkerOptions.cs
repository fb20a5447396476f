using System.Reflection;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Worker;

/// <summary>Which app a worker runs, and with what.</summary>
public sealed record InProcessWorkerOptions
{
    /// <summary>The app, built against the official packages.</summary>
    public required Assembly App { get; init; }

    /// <summary>Composes and runs the app, and returns when it has ended; its entry point does when null.</summary>
    public Action<string[]>? Main { get; init; }

    /// <summary>host.json's, which the worker must know as well as the host.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>The app's time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The app's settings; they win over environment variables.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>What <c>[DurableClient]</c> is bound to; without it such a function fails.</summary>
    public Func<DurableTaskClient?> DurableClient { get; init; } = () => null;

    /// <summary>Makes invocation ids; random when null.</summary>
    public Func<string>? NewInvocationId { get; init; }

    /// <summary>Replaces services of the app after it has registered its own.</summary>
    public Action<IServiceCollection>? ReplaceServices { get; init; }

    /// <summary>Adds log providers.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>How long, in real time, the app may take to start.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
