namespace ChatPay.Local.Durable.History;

/// <summary>What a <see cref="HistoryEvent"/> records. The numbers are stored in the data file: never reuse one.</summary>
public enum HistoryKind
{
    TurnStarted = 1,
    ExecutionStarted = 2,
    ExecutionCompleted = 3,
    ExecutionTerminated = 4,
    ExecutionSuspended = 5,
    ExecutionResumed = 6,
    ExecutionWentAstray = 7,
    TaskScheduled = 10,
    TaskCompleted = 11,
    TaskFailed = 12,
    TimerCreated = 20,
    TimerFired = 21,
    SubOrchestrationCreated = 30,
    SubOrchestrationCompleted = 31,
    SubOrchestrationFailed = 32,
    EventRaised = 40,
    EventSent = 41,
}
