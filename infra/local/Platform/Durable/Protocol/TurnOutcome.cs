using ChatPay.Local.Durable.History;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;
using HistoryEvent = ChatPay.Local.Durable.History.HistoryEvent;
using WireStatus = Microsoft.DurableTask.Protobuf.OrchestrationStatus;

namespace ChatPay.Local.Durable.Protocol;

/// <summary>The outcome of a turn: the decisions to carry out, and whether it was the last one.</summary>
public sealed record TurnOutcome(IReadOnlyList<HistoryEvent> Decisions, string? CustomStatus)
{
    /// <summary>Completed or Failed; null while the orchestration continues.</summary>
    public OrchestrationRuntimeStatus? End { get; init; }

    public string? Output { get; init; }

    public Failure? Failure { get; init; }

    /// <summary>Set when the orchestrator continues as new.</summary>
    public Restart? Restart { get; init; }

    /// <summary>The outcome of a turn that could not be replayed: the instance fails.</summary>
    public static TurnOutcome Failed(Failure failure, string? customStatus) =>
        new([], customStatus) { End = OrchestrationRuntimeStatus.Failed, Failure = failure };

    /// <exception cref="NotSupportedException">The orchestrator asked for something that this engine does not support.</exception>
    public static TurnOutcome Of(OrchestratorResponse response)
    {
        var outcome = new TurnOutcome([.. response.Actions.Select(Decision).OfType<HistoryEvent>()], response.CustomStatus);
        return response.Actions.FirstOrDefault(a => a.CompleteOrchestration is not null)?.CompleteOrchestration is { } end
            ? outcome.With(end)
            : outcome;
    }

    private TurnOutcome With(CompleteOrchestrationAction end) =>
        end.OrchestrationStatus switch
        {
            WireStatus.ContinuedAsNew => this with
            {
                Restart = new Restart(
                    end.Result,
                    end.NewVersion,
                    [.. end.CarryoverEvents.Where(e => e.EventRaised is not null).Select(e => (e.EventRaised.Name, e.EventRaised.Input))]),
            },
            WireStatus.Failed => this with
            {
                End = OrchestrationRuntimeStatus.Failed,
                Failure = end.FailureDetails is { } failure
                    ? WireFailures.FromWire(failure)
                    : new Failure("(unknown)", end.Details ?? end.Result ?? "", null, null),
            },
            _ => this with { End = OrchestrationRuntimeStatus.Completed, Output = end.Result },
        };

    private static HistoryEvent? Decision(OrchestratorAction action) =>
        action.OrchestratorActionTypeCase switch
        {
            OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask => new()
            {
                Kind = HistoryKind.TaskScheduled,
                Seq = action.Id,
                Name = action.ScheduleTask.Name,
                Data = action.ScheduleTask.Input,
            },
            OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer => new()
            {
                Kind = HistoryKind.TimerCreated,
                Seq = action.Id,
                At = action.CreateTimer.FireAt.ToDateTime().Ticks,
            },
            OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration => new()
            {
                Kind = HistoryKind.SubOrchestrationCreated,
                Seq = action.Id,
                Name = action.CreateSubOrchestration.Name,
                Data = action.CreateSubOrchestration.Input,
                Instance = action.CreateSubOrchestration.InstanceId,
                Version = action.CreateSubOrchestration.Version is { Length: > 0 } version ? version : null,
                Tags =
                    action.CreateSubOrchestration.Tags.Count > 0
                        ? new Dictionary<string, string>(action.CreateSubOrchestration.Tags)
                        : null,
            },
            OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent => new()
            {
                Kind = HistoryKind.EventSent,
                Seq = action.Id,
                Name = action.SendEvent.Name,
                Instance = action.SendEvent.Instance.InstanceId,
                Data = action.SendEvent.Data,
            },
            OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration => null,
            var other => throw new NotSupportedException($"The orchestrator asked for {other}, which the local platform does not support."),
        };
}

/// <summary>How the next execution begins.</summary>
/// <param name="Input">The input.</param>
/// <param name="Version">The version, if it changes.</param>
/// <param name="Events">The events carried over.</param>
public sealed record Restart(string? Input, string? Version, IReadOnlyList<(string Name, string? Data)> Events);
