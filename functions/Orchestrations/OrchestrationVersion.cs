using Microsoft.DurableTask;

namespace ChatPay.Functions.Orchestrations;

/// <summary>
/// The versions of the orchestrators' logic. An instance keeps the version that it began with, so that a deployment changes nothing under
/// an order that is on its way: whoever changes what an orchestrator does, and in which order, makes a new version, asks
/// <c>context.CompareVersionTo</c> for it, and records its histories (tests/ChatPay.Functions.Tests/Orders/Histories).
/// </summary>
internal static class OrchestrationVersion
{
    /// <summary>What begins now runs by it: host.json, <c>extensions.durableTask.defaultVersion</c>.</summary>
    public const string Current = "1.2";

    /// <summary>Before 1.0 instances had no version and never continued as new.</summary>
    public static bool HasBoundedHistory(TaskOrchestrationContext context) => context.CompareVersionTo("1.0") >= 0;

    /// <summary>Before 1.1 an order read its row after every wait; since then it believes what an event tells of it.</summary>
    public static bool BelievesNews(TaskOrchestrationContext context) => context.CompareVersionTo("1.1") >= 0;

    /// <summary>Before 1.2 an order read its row when it began, and each of its waits had a timer of its own; since then its start tells
    /// where it stands, and a timer that is set already serves the next wait.</summary>
    public static bool KeepsTimers(TaskOrchestrationContext context) => context.CompareVersionTo("1.2") >= 0;
}
