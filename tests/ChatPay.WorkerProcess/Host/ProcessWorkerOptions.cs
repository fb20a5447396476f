using Grpc.Core;

namespace ChatPay.WorkerProcess.Host;

/// <summary>Which app runs as a process, and with what.</summary>
internal sealed record ProcessWorkerOptions
{
    /// <summary>The app's DLL, with what it needs beside it.</summary>
    public required string App { get; init; }

    /// <summary>The app's settings.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Answers the app's durable clients; without it they are told that there is no such service.</summary>
    public ServerServiceDefinition? Durable { get; init; }

    /// <summary>How long, in real time, the app may take to start.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long, in real time, a function may take: host.json's functionTimeout.</summary>
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The most bytes that a message between host and worker may have.</summary>
    public int LargestMessage { get; init; } = 64 << 20;
}
