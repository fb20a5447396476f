using ChatPay.Local.Durable.Faults;
using ChatPay.Local.Tests.Durable.Conformance.Engines.AzureStorage;

namespace ChatPay.Local.Tests.Durable.Conformance.Engines;

/// <summary>An engine that the conformance tests run on.</summary>
/// <param name="Name">The name used in the names of tests.</param>
/// <param name="Can">Its capabilities.</param>
/// <param name="Open">Creates an engine.</param>
internal sealed record EngineKind(string Name, Can Can, Func<Trial> Open)
{
    public const string Local = "local";

    public const string Official = "official in-process host";

    public const string AzureStorage = "official engine on storage";

    /// <summary>Whether it is one of Microsoft's, in real time: the reference, not the subject.</summary>
    public bool IsOfficial => Name is Official or AzureStorage;

    /// <summary>Why its tests cannot run on this machine; null when they can.</summary>
    public string? WhyNot => Name == AzureStorage ? AzuriteStorage.WhyNot : null;

    /// <summary>The local engine, the local engine under each fault that its contract allows, and the official ones. Left out are the
    /// faults that the contract lets an orchestration observe: a duplicate event, reordered events, reordered timers.</summary>
    public static IReadOnlyList<EngineKind> All { get; } =
    [
        new(Local, Can.All, () => new LocalTrial()),
        With("every activity runs twice", t => t.Faults.RunActivitiesTwice = true),
        With(
            "messages come twice",
            t => t.Faults.Fate = m => m.Kind == DurableMessageKind.Event ? MessageFate.Deliver : MessageFate.Duplicate),
        With("messages come late", t => t.Faults.Fate = m => m.Kind == DurableMessageKind.Timer ? MessageFate.Deliver : MessageFate.Delay),
        With(
            "results come out of order",
            t =>
                t.Faults.Fate = m =>
                    m.Kind is DurableMessageKind.ActivityResult or DurableMessageKind.SubOrchestrationResult
                        ? MessageFate.Reorder
                        : MessageFate.Deliver),
        With(
            "every second message is lost once",
            t =>
            {
                var asked = 0;
                t.Faults.Fate = m =>
                    m.Kind != DurableMessageKind.Timer && Interlocked.Increment(ref asked) % 2 == 0
                        ? MessageFate.Drop
                        : MessageFate.Deliver;
            }),
        With("crash before and after commits", t => t.CrashEvery = 3),
        With("restart at every rest", t => t.RestartAtRest = true),
        new(Official, Can.Nothing, () => new OfficialTrial()),
        new(AzureStorage, Can.Nothing, () => new AzureStorageTrial()),
    ];

    private static EngineKind With(string fault, Action<LocalTrial> switchOn) => new($"{Local}, {fault}", Can.All, () =>
    {
        var trial = new LocalTrial();
        switchOn(trial);
        return trial;
    });
}
