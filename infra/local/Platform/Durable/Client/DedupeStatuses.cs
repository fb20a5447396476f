using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable;

/// <summary>Reads the statuses for which a start is refused.</summary>
internal static class DedupeStatuses
{
    /// <returns>Null when none were given, which is not the same as an empty list.</returns>
    /// <exception cref="ArgumentException">A status is unknown, or cannot be used here.</exception>
    public static IReadOnlyCollection<OrchestrationRuntimeStatus>? Read(IReadOnlyList<string>? names) => names is null ? null : [.. names.Select(Read)];

    private static OrchestrationRuntimeStatus Read(string name) =>
        Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status)
        && StartOrchestrationOptionsExtensions.ValidDedupeStatuses.Contains(status)
            ? status
            : throw new ArgumentException($"'{name}' is not a status to refuse a start for.", nameof(name));
}
