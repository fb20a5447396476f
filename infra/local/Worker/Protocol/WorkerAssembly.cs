using System.Reflection;

namespace ChatPay.Local.Worker.Protocol;

/// <summary>Internal types of the official worker, found by name.</summary>
internal static class WorkerAssembly
{
    private static readonly Assembly Grpc = Assembly.Load("Microsoft.Azure.Functions.Worker.Grpc");

    private static readonly Assembly Durable = Assembly.Load("Microsoft.Azure.Functions.Worker.Extensions.DurableTask");

    /// <summary>Creates the client that connects to the host.</summary>
    public static Type ClientFactory { get; } = Type("Microsoft.Azure.Functions.Worker.Grpc.IWorkerClientFactory");

    public static Type Client { get; } = Type("Microsoft.Azure.Functions.Worker.Grpc.IWorkerClient");

    /// <summary>Processes the host's messages.</summary>
    public static Type MessageProcessor { get; } = Type("Microsoft.Azure.Functions.Worker.Grpc.IMessageProcessor");

    /// <summary>Binds <c>[DurableClient]</c>.</summary>
    public static Type DurableClientConverter { get; } =
        Durable.GetType("Microsoft.Azure.Functions.Worker.Extensions.DurableTask.DurableTaskClientConverter")
        ?? throw Missing("DurableTaskClientConverter");

    /// <exception cref="WorkerStartException">The type is missing, because the worker's packages have another version.</exception>
    public static Type Type(string name) => Grpc.GetType(name) ?? throw Missing(name);

    private static WorkerStartException Missing(string name) =>
        new(
            $"The official worker has no {name} any more: Directory.Packages.props names another version of its packages than this "
                + "bridge was written for.");
}
