using System.Reflection;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Worker;

/// <summary>Which app a worker runs, and with what.</summary>
public sealed record InProcessWorkerOptions
{
    /// <summary>The app, built against the official packages; its entry point composes it.</summary>
    public required Assembly App { get; init; }

    /// <summary>The app's time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The app's settings; they win over environment variables.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>What <c>[DurableClient]</c> is bound to; without it such a function fails.</summary>
    public DurableTaskClient? DurableClient { get; init; }

    /// <summary>Replaces services of the app after it has registered its own.</summary>
    public Action<IServiceCollection>? ReplaceServices { get; init; }

    /// <summary>Adds log providers.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>How long, in real time, the app may take to start.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
