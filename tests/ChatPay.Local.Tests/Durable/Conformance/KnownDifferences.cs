namespace ChatPay.Local.Tests.Durable.Conformance;

/// <summary>The one list of what the local engine does otherwise than the official in-process host. A test on it must fail
/// there, so that the list stays true.</summary>
internal static class KnownDifferences
{
    private const string InMemory = "As the backends on Azure do; the host in memory leaves it out.";

    public static IReadOnlyList<KnownDifference> All { get; } =
    [
        new(nameof(StartConformanceTests.Start_WithoutDedupeStatuses_IsRefusedOnlyWhileTheInstanceRuns), null,
            "Without dedupe statuses a running instance is replaced.",
            "It is protected. " + InMemory),
        new(nameof(StartConformanceTests.Start_UnderAnIdThatIsNotAllowed_IsRefused), null,
            "Any instance id is accepted.",
            "The ids that Durable Functions forbids are refused. " + InMemory),
        new(nameof(ManagementConformanceTests.CustomStatus_OverSixteenKibibytes_IsRefused), "8191, Failed",
            "A custom status may be of any length.",
            "Over 16 KiB of UTF-16 it is refused. " + InMemory),
        new(nameof(ManagementConformanceTests.Waiting_ForAMissingInstance_IsRefused), null,
            "Waiting for a missing instance waits for ever.",
            "It throws ArgumentException, as the official client says it does."),
        new(nameof(ManagementConformanceTests.Terminate_Recursively_EndsTheChildrenToo), null,
            "Terminating recursively leaves the children running.",
            "They end too. " + InMemory),
        new(nameof(ManagementConformanceTests.Restart_OfAFinishedInstance_RunsItsInputAgain), null,
            "A restarted instance loses its tags, and reading it throws until it has run.",
            "It is started again with its name, input, version and tags.",
            Always: false),
        new(nameof(ManagementConformanceTests.Purge_ByFilter_RemovesOnlyWhatIsFinishedAndMatches), null,
            "Purging by a filter takes running instances too, and throws where the filter has no earliest time.",
            "It takes only what is finished; every part of the filter may be left out."),
        new(nameof(ContinueAsNewConformanceTests.ContinueAsNew_WithEventsUnread_KeepsThemInOrder), null,
            "Events that continue-as-new keeps come before the start of the next execution, and are lost.",
            "They follow it, in order. " + InMemory),
    ];

    public static KnownDifference? Find(string test, object? data) =>
        All.FirstOrDefault(d => d.Test == test && (d.Data is null || d.Data == data?.ToString()));
}
