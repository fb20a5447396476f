using ChatPay.Local.Tests.Durable.Conformance.Engines;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable.Conformance;

public sealed class StartConformanceTests
{
    private static readonly OrchestrationRuntimeStatus[] Dedupe = [.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses];

    private static readonly OrchestrationRuntimeStatus[] Active =
        [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Suspended];

    /// <summary>Every allowed set of dedupe statuses against an instance in every status: 72 sets, 6 statuses. On an engine that
    /// starts four instances a second: no status, each alone, all but each, and all.</summary>
    [Theory]
    [Engines(Can.Nothing, OrchestrationRuntimeStatus.Running, Plain = true)]
    [Engines(Can.Nothing, OrchestrationRuntimeStatus.Completed, Plain = true)]
    [Engines(Can.Nothing, OrchestrationRuntimeStatus.Failed, Plain = true)]
    [Engines(Can.Nothing, OrchestrationRuntimeStatus.Terminated, Plain = true)]
    [Engines(Can.Nothing, OrchestrationRuntimeStatus.Suspended, Plain = true)]
    [Engines(Can.Clock, OrchestrationRuntimeStatus.Pending, Plain = true)]
    public Task Start_WithAnySetOfDedupeStatuses_IsRefusedJustForThose(string engine, OrchestrationRuntimeStatus status) =>
        Conformance.RunAsync(
            engine,
            d =>
                d.Orchestrator<string, string>(
                    "Main",
                    async (c, input) =>
                        input switch
                        {
                            "end" => "ended",
                            "fail" => throw new InvalidOperationException("as told"),
                            _ => await c.WaitForExternalEvent<string>("Go"),
                        }),
            async d =>
            {
                var sets = Enumerable
                    .Range(0, 1 << Dedupe.Length)
                    .Select(bits => Dedupe.Where((_, n) => (bits & (1 << n)) != 0).ToArray())
                    .Where(set => !set.Contains(OrchestrationRuntimeStatus.Terminated) || !Active.Except(set).Any())
                    .Where(set => !d.StartsSlowly || set.Length <= 1 || set.Length >= Dedupe.Length - 1)
                    .ToList();
                var ids = Enumerable.Range(0, sets.Count).Select(n => $"i{n}").ToList();

                // One after the other: while as many instances are running as there are cores, the official host polls only every
                // half second, and on a busy machine the last of 72 would time out.
                foreach (var id in ids)
                {
                    await StartAsync(d, id, status);
                    await d.UntilAsync(
                        id,
                        i => i.RuntimeStatus != OrchestrationRuntimeStatus.Pending || status == OrchestrationRuntimeStatus.Pending);
                    await BringAsync(d, id, status);
                    await d.UntilAsync(id, i => i.RuntimeStatus == status);
                }

                var outcomes = await Task.WhenAll(sets.Select((set, n) => IsRefusedAsync(d, $"i{n}", set)));

                Assert.Equal(sets.Select(set => set.Contains(status)), outcomes);
            },
        data: status);

    [Theory, Engines]
    public Task Start_ThatEndsARunningInstanceAndIsRefusedForAnEndedOne_IsRefused(string engine) => Conformance.RunAsync(
        engine,
        UntilGo,
        async d =>
        {
            foreach (var replaceable in Active)
            {
                var options = new StartOrchestrationOptions("order-1").WithDedupeStatuses([.. Dedupe.Where(s => s != replaceable)]);
                await Assert.ThrowsAsync<ArgumentException>(() => d.Client.ScheduleNewOrchestrationInstanceAsync("Main", 1, options));
            }

            Assert.Null(await d.Client.GetInstanceAsync("order-1"));
        });

    [Theory, Engines]
    public Task Start_OfManyAtOnceUnderOneId_LetsOneThrough(string engine) => Conformance.RunAsync(
        engine,
        UntilGo,
        async d =>
        {
            var options = new StartOrchestrationOptions("order-1").WithDedupeStatuses(Dedupe);
            var starts = await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
            {
                try
                {
                    await d.Client.ScheduleNewOrchestrationInstanceAsync("Main", n, options);
                    return n;
                }
                catch (OrchestrationAlreadyExistsException)
                {
                    return -1;
                }
            }));
            await d.RaiseAsync("order-1", "Go");

            Assert.Equal(await d.OutputAsync<int>("order-1"), Assert.Single(starts, n => n >= 0));
        });

    [Theory, Engines]
    public Task Start_WithoutDedupeStatuses_IsRefusedOnlyWhileTheInstanceRuns(string engine) => Conformance.RunAsync(
        engine,
        UntilGo,
        async d =>
        {
            await d.StartAsync("Main", 1, "order-1");

            await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => d.StartAsync("Main", 2, "order-1"));
            await d.RaiseAsync("order-1", "Go");
            await d.EndAsync("order-1");
            await d.StartAsync("Main", 3, "order-1");
            await d.RaiseAsync("order-1", "Go");

            Assert.Equal(3, await d.OutputAsync<int>("order-1"));
        });

    [Theory, Engines]
    public Task Start_WithNoDedupeStatusAtAll_ReplacesTheRunningInstance(string engine) => Conformance.RunAsync(
        engine,
        UntilGo,
        async d =>
        {
            await d.StartAsync("Main", 1, "order-1");
            await d.UntilAsync("order-1", i => i.IsRunning);

            await d.Client.ScheduleNewOrchestrationInstanceAsync("Main", 2, new StartOrchestrationOptions("order-1").WithDedupeStatuses());
            await d.RestAsync();
            await d.UntilAsync("order-1", i => i.IsRunning);
            await d.RaiseAsync("order-1", "Go");

            Assert.Equal(2, await d.OutputAsync<int>("order-1"));
        });

    [Theory]
    [Engines(Can.Nothing, "")]
    [Engines(Can.Nothing, "@entity@key")]
    [Engines(Can.Nothing, "a/b")]
    [Engines(Can.Nothing, "a\\b")]
    [Engines(Can.Nothing, "a#b")]
    [Engines(Can.Nothing, "a?b")]
    [Engines(Can.Nothing, "a\nb")]
    [Engines(Can.Nothing, "257 letters")]
    public Task Start_UnderAnIdThatIsNotAllowed_IsRefused(string engine, string id) => Conformance.RunAsync(
        engine,
        UntilGo,
        d => Assert.ThrowsAnyAsync<ArgumentException>(() => d.Client.ScheduleNewOrchestrationInstanceAsync(
            "Main", 1, new StartOrchestrationOptions(id == "257 letters" ? new string('x', 257) : id))),
        data: id);

    [Theory, Engines]
    public Task Start_UnderAnIdOfTheLongestKind_Works(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", c => Task.FromResult(c.InstanceId.Length)),
        async d => Assert.Equal(256, await d.OutputAsync<int>(await d.StartAsync("Main", id: new string('x', 256)))));

    [Theory, Engines(Can.Clock)]
    public Task Start_Delayed_IsPendingUntilThen(string engine) => Conformance.RunAsync(
        engine,
        UntilGo,
        async d =>
        {
            await d.Client.ScheduleNewOrchestrationInstanceAsync("Main", 1, new StartOrchestrationOptions("order-1", d.Now.AddDays(4)));
            await d.RaiseAsync("order-1", "Go");

            Assert.Equal(OrchestrationRuntimeStatus.Pending, await d.StatusAsync("order-1"));
            await d.PassAsync(TimeSpan.FromDays(4));

            Assert.Equal(1, await d.OutputAsync<int>("order-1"));
        });

    [Theory, Engines]
    public Task Start_WithAVersion_ShowsItToTheOrchestratorAndItsChild(string engine) => Conformance.RunAsync(
        engine,
        d =>
        {
            d.Orchestrator("Child", c => Task.FromResult(c.Version));
            d.Orchestrator("Main", async c => string.Join('|',
                c.Version,
                c.CompareVersionTo("1.10.0"),
                c.CompareVersionTo("1.9"),
                await c.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions { Version = "7" }),
                await c.CallSubOrchestratorAsync<string>("Child")));
        },
        async d =>
        {
            var options = new StartOrchestrationOptions("versioned") { Version = "1.10" };
            await d.Client.ScheduleNewOrchestrationInstanceAsync("Main", null, options);
            await d.RestAsync();

            Assert.Equal("1.10|-1|1|7|", await d.OutputAsync<string>("versioned"));
        });

    private static void UntilGo(Trial d) => d.Orchestrator<int, int>("Main", async (c, input) =>
    {
        await c.WaitForExternalEvent<object>("Go");
        return input;
    });

    private static Task StartAsync(Trial d, string id, OrchestrationRuntimeStatus status)
    {
        var options = new StartOrchestrationOptions(id, status == OrchestrationRuntimeStatus.Pending ? d.Now.AddDays(1) : null);
        var input = status switch
        {
            OrchestrationRuntimeStatus.Completed => "end",
            OrchestrationRuntimeStatus.Failed => "fail",
            _ => "wait",
        };
        return d.Client.ScheduleNewOrchestrationInstanceAsync("Main", input, options);
    }

    private static Task BringAsync(Trial d, string id, OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Terminated => d.Client.TerminateInstanceAsync(id),
        OrchestrationRuntimeStatus.Suspended => d.Client.SuspendInstanceAsync(id),
        _ => Task.CompletedTask,
    };

    private static async Task<bool> IsRefusedAsync(Trial d, string id, OrchestrationRuntimeStatus[] dedupe)
    {
        try
        {
            await d.Client.ScheduleNewOrchestrationInstanceAsync(
                "Main",
                "wait",
                new StartOrchestrationOptions(id).WithDedupeStatuses(dedupe));
            return false;
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return true;
        }
    }
}
