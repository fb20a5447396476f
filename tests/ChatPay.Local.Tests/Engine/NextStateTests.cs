using ChatPay.Local.Clock;
using ChatPay.Local.Durable;
using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Protocol;
using ChatPay.Local.Durable.Storage;
using ChatPay.Local.Durable.Turns;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Protobuf;
using HistoryEvent = ChatPay.Local.Durable.History.HistoryEvent;

namespace ChatPay.Local.Tests.Engine;

/// <summary>The state that a turn keeps in memory for the next one equals what that would load from disk.</summary>
public sealed class NextStateTests : IAsyncDisposable
{
    private const string Id = "order-1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-");
    private readonly LocalClock _clock = new(new LocalClockOptions { TimeScale = 0 });
    private readonly DurableEngineOptions _options;
    private readonly DurableStore _store;
    private DateTimeOffset _now;

    public NextStateTests()
    {
        _now = _clock.GetUtcNow();
        _options = new DurableEngineOptions
        {
            DataFile = Path.Combine(_folder.FullName, "durable.db"),
            Clock = _clock,
            Functions = new Order(),
        };
        _store = DurableStore.Open(_options.DataFile);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.CloseAsync();
        _clock.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task State_AfterEachTurn_IsWhatIsOnDisk()
    {
        var turns = 0;
        InstanceState? state = null;
        await TakeAsync(new HistoryEvent { Kind = HistoryKind.ExecutionStarted, Name = "Order", Data = "\"ü\"", Execution = "e1" });
        await TakeAsync(new HistoryEvent { Kind = HistoryKind.TaskCompleted, Seq = 0, Data = "1", Execution = "e1" });
        await TakeAsync(Raised("A"), Raised("B"), Raised("nobody waits for this"));
        await TakeAsync(new HistoryEvent { Kind = HistoryKind.ExecutionSuspended, Data = "wait" });
        await TakeAsync(Raised("C"));
        await TakeAsync(new HistoryEvent { Kind = HistoryKind.TaskCompleted, Seq = 99, Execution = "of another" });
        await TakeAsync(new HistoryEvent { Kind = HistoryKind.ExecutionResumed });
        await TakeAsync(
            new HistoryEvent
            {
                Kind = HistoryKind.TaskFailed,
                Seq = 1,
                Failure = new Failure("T", "m", null, null),
                Execution = "e1",
            });

        Assert.Equal(7, turns);

        async Task TakeAsync(params HistoryEvent[] events)
        {
            _now += TimeSpan.FromSeconds(1);
            state ??= _store.Load(Id);
            state = state.Inbox is null ? state with { Inbox = _store.Inbox(Id) } : state;
            var turn = await Turn.TakeAsync(Id, 1, state, [.. events.Select(e => new Message { Event = e })], _now, _options);
            if (!turn.Item.IsEmpty)
            {
                await _store.WriteAsync(turn.Item);
                turns++;
            }

            state = turn.Next;
            var loaded = _store.Load(Id);
            Assert.NotNull(state);
            Assert.Equal(loaded.Row, state.Row);
            Assert.Equal(loaded.Turns, state.Turns);
            Assert.Equal(loaded.Size, state.Size);
            Assert.Equal(
                loaded.History,
                state.History.Select(e => e.Kind == HistoryKind.ExecutionStarted ? e : e with { Execution = null }));
            Assert.Equal(state.Inbox is null, loaded.Inbox!.Count > 0);
        }
    }

    private static HistoryEvent Raised(string name) => new() { Kind = HistoryKind.EventRaised, Name = name, Data = "0" };

    private sealed class Order : IDurableFunctions
    {
        public Task<OrchestratorResponse> ReplayAsync(string name, OrchestratorRequest request) =>
            Task.FromResult(OrchestratorReplay.Default.Run(request, RunAsync));

        private static async Task<object?> RunAsync(TaskOrchestrationContext context)
        {
            await context.CallActivityAsync<int>("Reserve", context.GetInput<string>());
            context.SetCustomStatus("reserved");
            await context.WaitForExternalEvent<int>("A");
            await context.WaitForExternalEvent<int>("B");
            await context.WaitForExternalEvent<int>("C");
            try
            {
                await context.CallActivityAsync<int>("Settle");
            }
            catch (TaskFailedException)
            {
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            }

            return null;
        }

        public Task<string?> RunActivityAsync(string name, string instanceId, string? inputJson, CancellationToken ct) =>
            throw new NotSupportedException();
    }
}
