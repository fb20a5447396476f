using System.Collections.Concurrent;
using ChatPay.Functions.Orchestrations.Retention;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>Ended orchestrations are purged by their end, and not for longer than a run may last.</summary>
public sealed class PurgeOrchestrationsTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 4, 30, 0, TimeSpan.Zero));

    [Fact]
    public async Task Instance_IsPurgedNinetyDaysAfterItsEnd()
    {
        var engine = new Engine(_clock, [[Ended("old", days: 90), Ended("young", days: 90, less: 1)], [Ended("older", days: 400)]]);
        await RunAsync(engine);

        Assert.Equal(["old", "older"], engine.Purged.Order());
        // An engine that purges by a filter without statuses takes those that run too.
        Assert.Equal(_clock.GetUtcNow().AddDays(-90), engine.Query!.CreatedTo);
        Assert.Equal(
            [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated],
            engine.Query.Statuses!);
        Assert.False(engine.Query.FetchInputsAndOutputs);
    }

    /// <summary>It may have been started again just now.</summary>
    [Fact]
    public async Task Instance_ThatCannotBePurged_KeepsNoOther()
    {
        var engine = new Engine(_clock, [[Ended("refused", 100), Ended("old", 100)], [Ended("older", 400)]]) { Refused = "refused" };
        await RunAsync(engine);
        Assert.Equal(["old", "older"], engine.Purged.Order());
    }

    [Fact]
    public async Task Run_ThatTakesLong_LeavesTheRestForTheNext()
    {
        var pages = Enumerable.Range(0, 10).Select(i => new[] { Ended($"old-{i}", 100) }).ToList();
        var engine = new Engine(_clock, pages) { PageTakes = TimeSpan.FromMinutes(7) };
        await RunAsync(engine);
        Assert.Equal(["old-0", "old-1", "old-2"], engine.Purged.Order());
    }

    private OrchestrationMetadata Ended(string id, int days, int less = 0) => new("OrderLifecycle", id)
    {
        RuntimeStatus = OrchestrationRuntimeStatus.Completed,
        CreatedAt = _clock.GetUtcNow().AddDays(-days - 30),
        LastUpdatedAt = _clock.GetUtcNow().AddDays(-days).AddSeconds(less),
    };

    private Task RunAsync(Engine engine) => new PurgeOrchestrations(
        Options.Create(new OrchestrationRetention()), _clock, NullLogger<PurgeOrchestrations>.Instance
    ).RunAsync(new TimerInfo(), engine, TestContext.Current.CancellationToken);

    private sealed class Engine(FakeTimeProvider clock, IReadOnlyList<OrchestrationMetadata[]> pages) : ScriptedEngine
    {
        public ConcurrentBag<string> Purged { get; } = [];

        public OrchestrationQuery? Query { get; private set; }

        public string? Refused { get; init; }

        public TimeSpan PageTakes { get; init; }

        public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
        {
            Query = filter;
            return Pageable.Create((continuation, _, _) =>
            {
                var page = continuation is null ? 0 : int.Parse(continuation, System.Globalization.CultureInfo.InvariantCulture);
                clock.Advance(PageTakes);
                var next = page + 1 < pages.Count ? $"{page + 1}" : null;
                return Task.FromResult(new Page<OrchestrationMetadata>(pages[page], next));
            });
        }

        public override Task<PurgeResult> PurgeInstanceAsync(
            string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
        {
            if (instanceId == Refused)
                throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.FailedPrecondition, "It runs."));
            Purged.Add(instanceId);
            return Task.FromResult(new PurgeResult(1));
        }
    }
}
