using System.Reflection;

namespace ChatPay.Local.Worker.Protocol;

/// <summary>What is internal to the official worker, and taken by name.</summary>
internal static class WorkerAssembly
{
    private static readonly Assembly Grpc = Assembly.Load("Microsoft.Azure.Functions.Worker.Grpc");

    private static readonly Assembly Durable = Assembly.Load("Microsoft.Azure.Functions.Worker.Extensions.DurableTask");

    /// <summary>Makes the client that talks to the host.</summary>
    public static Type ClientFactory { get; } = Type("Microsoft.Azure.Functions.Worker.Grpc.IWorkerClientFactory");

    public static Type Client { get; } = Type("Microsoft.Azure.Functions.Worker.Grpc.IWorkerClient");

    /// <summary>Takes in what the host sends.</summary>
    public static Type MessageProcessor { get; } = Type("Microsoft.Azure.Functions.Worker.Grpc.IMessageProcessor");

    /// <summary>Binds <c>[DurableClient]</c>.</summary>
    public static Type DurableClientConverter { get; } =
        Durable.GetType("Microsoft.Azure.Functions.Worker.Extensions.DurableTask.DurableTaskClientConverter")
        ?? throw Missing("DurableTaskClientConverter");

    /// <exception cref="WorkerStartException">The worker's packages are of another version, and have none of that name.</exception>
    public static Type Type(string name) => Grpc.GetType(name) ?? throw Missing(name);

    private static WorkerStartException Missing(string name) =>
        new(
            $"The official worker has no {name} any more: Directory.Packages.props names another version of its packages than this "
                + "bridge was written for.");
}
