using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Client;

/// <summary>Parses the statuses of an existing instance for which a start is refused.</summary>
internal static class DedupeStatuses
{
    private static readonly OrchestrationRuntimeStatus[] Active =
        [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Suspended];

    /// <returns>Null when none were given, which is not the same as an empty list.</returns>
    /// <exception cref="ArgumentException">A status is unknown, or is not allowed here, or not in this combination.</exception>
    public static IReadOnlyCollection<OrchestrationRuntimeStatus>? Read(IReadOnlyList<string>? names)
    {
        if (names is null)
            return null;
        OrchestrationRuntimeStatus[] statuses = [.. names.Select(Read)];

        // A running instance would be terminated to be replaced, and then conflict as a terminated one. The official backends refuse
        // it too.
        return statuses.Contains(OrchestrationRuntimeStatus.Terminated) && Active.Except(statuses).Any()
            ? throw new ArgumentException(
                "Invalid dedupe statuses: cannot include 'Terminated' while also allowing reuse of running instances, because the running "
                + "instance would be terminated and then immediately conflict with the dedupe check.", nameof(names))
            : statuses;
    }

    private static OrchestrationRuntimeStatus Read(string name) =>
        Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status)
        && StartOrchestrationOptionsExtensions.ValidDedupeStatuses.Contains(status)
            ? status
            : throw new ArgumentException($"'{name}' is not a status to refuse a start for.", nameof(name));
}
