using Grpc.Core;

namespace ChatPay.WorkerProcess.Host;

/// <summary>The app that runs as a process, and its environment.</summary>
internal sealed record ProcessWorkerOptions
{
    /// <summary>The app's DLL, with its dependencies beside it.</summary>
    public required string App { get; init; }

    /// <summary>The app's settings.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>The service for the app's durable clients; without it their calls are unimplemented.</summary>
    public ServerServiceDefinition? Durable { get; init; }

    /// <summary>How long, in real time, the app may take to start.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long, in real time, a function may take: host.json's functionTimeout.</summary>
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The maximum size of a message between host and worker, in bytes.</summary>
    public int LargestMessage { get; init; } = 64 << 20;
}
