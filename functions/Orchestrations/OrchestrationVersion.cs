using Microsoft.DurableTask;

namespace ChatPay.Functions.Orchestrations;

/// <summary>The versions of the orchestrators' logic. An instance keeps the version that it started with, so that a deployment
/// changes nothing for orders under way. Whoever changes what an orchestrator does, or in which order, makes a new version,
/// branches on <c>context.CompareVersionTo</c>, and records its histories
/// (tests/ChatPay.Functions.Tests/Orders/Histories).</summary>
internal static class OrchestrationVersion
{
    /// <summary>The version of new instances, as in host.json, <c>extensions.durableTask.defaultVersion</c>.</summary>
    public const string Current = "1.2";

    /// <summary>Before 1.0 instances had no version and never continued as new.</summary>
    public static bool HasBoundedHistory(TaskOrchestrationContext context) => context.CompareVersionTo("1.0") >= 0;

    /// <summary>Before 1.1 an order read its row after every wait; since then it trusts the progress that an event
    /// carries.</summary>
    public static bool BelievesNews(TaskOrchestrationContext context) => context.CompareVersionTo("1.1") >= 0;

    /// <summary>Before 1.2 an order read its row when it started, and each wait had a timer of its own; since then its input
    /// carries the progress, and a pending timer serves the next wait.</summary>
    public static bool KeepsTimers(TaskOrchestrationContext context) => context.CompareVersionTo("1.2") >= 0;
}
