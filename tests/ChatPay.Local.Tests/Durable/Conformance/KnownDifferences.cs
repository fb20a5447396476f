using ChatPay.Local.Tests.Durable.Conformance.Engines;

namespace ChatPay.Local.Tests.Durable.Conformance;

/// <summary>The complete list of differences between the local engine and the official ones. A listed test must fail on that engine,
/// so that the list stays true.</summary>
internal static class KnownDifferences
{
    private const string InMemory = "As the backends on Azure do; the host in memory leaves it out.";
    private const string OnStorage = "As the scheduler's backend does; no app here counts on it.";
    private const string WholeSeconds = "Its queues delay by whole seconds, cut off: a timer comes up to a second early.";
    private const string OnTime = "A timer comes when it is due. Orchestrators look at the time again after each.";

    public static IReadOnlyList<KnownDifference> All { get; } =
    [
        new(EngineKind.Official, nameof(StartConformanceTests.Start_WithoutDedupeStatuses_IsRefusedOnlyWhileTheInstanceRuns), null,
            "Without dedupe statuses a running instance is replaced.",
            "It is protected. " + InMemory),
        new(EngineKind.Official, nameof(StartConformanceTests.Start_UnderAnIdThatIsNotAllowed_IsRefused), null,
            "Any instance id is accepted.",
            "The ids that Durable Functions forbids are refused. " + InMemory),
        new(EngineKind.Official, nameof(ManagementConformanceTests.CustomStatus_OverSixteenKibibytes_IsRefused), "8191, Failed",
            "A custom status may be of any length.",
            "Over 16 KiB of UTF-16 it is refused. " + InMemory),
        new(EngineKind.Official, nameof(ManagementConformanceTests.Waiting_ForAMissingInstance_IsRefused), null,
            "Waiting for a missing instance waits for ever.",
            "It throws ArgumentException, as the official client says it does."),
        new(EngineKind.Official, nameof(ManagementConformanceTests.Terminate_Recursively_EndsTheChildrenToo), null,
            "Terminating recursively leaves the children running.",
            "They end too. " + OnStorage),
        new(EngineKind.Official, nameof(ManagementConformanceTests.Restart_OfAFinishedInstance_RunsItsInputAgain), null,
            "A restarted instance loses its tags, and reading it throws until it has run.",
            "It is started again with its name, input, version and tags.",
            Always: false),
        new(EngineKind.Official, nameof(ManagementConformanceTests.Purge_ByFilter_RemovesOnlyWhatIsFinishedAndMatches), null,
            "Purging by a filter takes running instances too, and throws where the filter has no earliest time.",
            "It takes only what is finished; every part of the filter may be left out."),
        new(EngineKind.Official, nameof(ContinueAsNewConformanceTests.ContinueAsNew_WithEventsUnread_KeepsThemInOrder), null,
            "Events that continue-as-new keeps come before the start of the next execution, and are lost.",
            "They follow it, in order. " + InMemory),
        new(EngineKind.Official, nameof(StartConformanceTests.Start_ThatEndsARunningInstanceAndIsRefusedForAnEndedOne_IsRefused), null,
            "Such a set of dedupe statuses is taken.",
            "It is refused. " + InMemory),
        new(EngineKind.Official, nameof(ManagementConformanceTests.Purge_OfARunningInstance_IsRefused_AndOfAFinishedOneRemovesIt), null,
            "Purging a running instance does nothing, and says that it removed none.",
            "It is refused. " + InMemory),
        new(EngineKind.AzureStorage, nameof(StartConformanceTests.Start_UnderAnIdThatIsNotAllowed_IsRefused), null,
            "Any instance id is accepted; an empty one is as none.",
            "The ids that the documentation of Durable Functions forbids are refused."),
        new(EngineKind.AzureStorage, nameof(StartConformanceTests.Start_OfManyAtOnceUnderOneId_LetsOneThrough), null,
            "All of them are told that they have started it; one of them runs.",
            "One is let through and runs, the others are refused. Those who start orders take both for the same."),
        new(EngineKind.AzureStorage, nameof(ActivityConformanceTests.Orchestrator_Throwing_ShowsTheDetailsWithItsStatus), null,
            "A failed instance has its failure as text in its output; the details are in its history alone.",
            "The details come with the status. " + OnStorage),
        new(EngineKind.AzureStorage, nameof(ManagementConformanceTests.CustomStatus_OverSixteenKibibytes_IsRefused), "8191, Failed",
            "A custom status may be longer than the documentation allows.",
            "Over 16 KiB of UTF-16 it is refused."),
        new(EngineKind.AzureStorage, nameof(ManagementConformanceTests.Waiting_ForAMissingInstance_IsRefused), null,
            "Waiting for a missing instance waits until there is one.",
            "It throws ArgumentException, as the official client says it does."),
        new(EngineKind.AzureStorage, nameof(ManagementConformanceTests.Terminate_Recursively_EndsTheChildrenToo), null,
            "Terminating recursively leaves the children running: the durable extension does not pass it on.",
            "They end too. " + OnStorage),
        new(EngineKind.AzureStorage, nameof(ManagementConformanceTests.Purge_ByFilter_RemovesOnlyWhatIsFinishedAndMatches), null,
            "Purging by a filter without statuses takes running instances too.",
            "It takes only what is finished."),
        new(EngineKind.AzureStorage, nameof(ManagementConformanceTests.Suspend_WhileATimerFalls_LetsItFireAfterTheResume), null,
            WholeSeconds,
            OnTime),
        new(EngineKind.AzureStorage, nameof(TimerConformanceTests.Timers_InOneInstance_FireInTheOrderTheyAreDue), null,
            WholeSeconds,
            OnTime),
        new(EngineKind.AzureStorage, nameof(TimerConformanceTests.LosingTimer_NotCancelled_KeepsTheInstanceFromCompleting), null,
            WholeSeconds,
            OnTime),
    ];

    public static KnownDifference? Find(string engine, string test, object? data) =>
        All.FirstOrDefault(d => d.Engine == engine && d.Test == test && (d.Data is null || d.Data == data?.ToString()));
}
