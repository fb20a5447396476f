using ChatPay.Local.Tests.Durable.Conformance.Engines;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable.Conformance;

public sealed class ManagementConformanceTests
{
    [Theory, Engines]
    public Task Terminate_WithPendingWork_EndsWithTheOutputAndLeavesChildrenAlone(string engine) => Conformance.RunAsync(
        engine,
        Family,
        async d =>
        {
            await d.StartAsync("Parent", id: "parent");
            await d.UntilAsync("child", i => i.IsRunning);

            await d.Client.TerminateInstanceAsync("parent", "stopped by hand");
            var end = await d.EndAsync("parent");
            await RaiseToTheFinishedAsync(d, "parent");

            Assert.Equal((OrchestrationRuntimeStatus.Terminated, "stopped by hand"), (end.RuntimeStatus, end.ReadOutputAs<string>()));
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, await d.StatusAsync("parent"));
            Assert.Equal(OrchestrationRuntimeStatus.Running, await d.StatusAsync("child"));
        });

    [Theory, Engines]
    public Task Terminate_Recursively_EndsTheChildrenToo(string engine) => Conformance.RunAsync(
        engine,
        Family,
        async d =>
        {
            await d.StartAsync("Parent", id: "parent");
            await d.UntilAsync("grandchild", i => i.IsRunning);

            await d.Client.TerminateInstanceAsync("parent", new TerminateInstanceOptions(Recursive: true));

            foreach (var id in new[] { "parent", "child", "grandchild" })
                Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await d.EndAsync(id)).RuntimeStatus);
        });

    [Theory, Engines]
    public Task Suspend_WhileEventsCome_KeepsThemInOrderForTheResume(string engine) =>
        Conformance.RunAsync(
            engine,
            d =>
                d.Orchestrator(
                    "Main",
                    async c =>
                        await c.WaitForExternalEvent<string>("Next")
                        + await c.WaitForExternalEvent<string>("Next")
                        + await c.WaitForExternalEvent<string>("Next")),
            async d =>
            {
                var id = await d.StartAsync("Main");
                await d.RaiseAsync(id, "Next", "a");

                await d.Client.SuspendInstanceAsync(id, "a pause");
                await d.UntilAsync(id, i => i.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
                await d.RaiseAsync(id, "Next", "b");
                await d.RaiseAsync(id, "Next", "c");
                Assert.Equal(OrchestrationRuntimeStatus.Suspended, await d.StatusAsync(id));
                await d.Client.ResumeInstanceAsync(id);

                Assert.Equal("abc", await d.OutputAsync<string>(id));
            });

    [Theory, Engines]
    public Task Suspend_WhileATimerFalls_LetsItFireAfterTheResume(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
        {
            await c.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
            return "fired";
        }),
        async d =>
        {
            var id = await d.StartAsync("Main");
            await d.Client.SuspendInstanceAsync(id);
            await d.UntilAsync(id, i => i.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);

            await d.PassAsync(TimeSpan.FromSeconds(1));
            await d.PassAsync(TimeSpan.FromMilliseconds(200));
            Assert.Equal(OrchestrationRuntimeStatus.Suspended, await d.StatusAsync(id));
            await d.Client.ResumeInstanceAsync(id);

            Assert.Equal("fired", await d.OutputAsync<string>(id));
        });

    [Theory, Engines]
    public Task Terminate_WhileSuspended_EndsAtOnce(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", c => c.WaitForExternalEvent<int>("Go")),
        async d =>
        {
            var id = await d.StartAsync("Main");
            await d.Client.SuspendInstanceAsync(id);
            await d.UntilAsync(id, i => i.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);

            await d.Client.TerminateInstanceAsync(id);

            Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await d.EndAsync(id)).RuntimeStatus);
        });

    [Theory, Engines]
    public Task Purge_OfARunningInstance_IsRefused_AndOfAFinishedOneRemovesIt(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", c => c.WaitForExternalEvent<int>("Go")),
        async d =>
        {
            var id = await d.StartAsync("Main");

            var refused = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => d.Client.PurgeInstanceAsync(id));
            Assert.Equal(Grpc.Core.StatusCode.FailedPrecondition, refused.StatusCode);
            Assert.Equal(0, (await d.Client.PurgeInstanceAsync("missing")).PurgedInstanceCount);
            await d.RaiseAsync(id, "Go", 1);
            await d.EndAsync(id);
            Assert.Equal(1, (await d.Client.PurgeInstanceAsync(id)).PurgedInstanceCount);

            Assert.Null(await d.Client.GetInstanceAsync(id));
        });

    [Theory, Engines]
    public Task Purge_ByFilter_RemovesOnlyWhatIsFinishedAndMatches(string engine) => Conformance.RunAsync(
        engine,
        d =>
        {
            d.Orchestrator("Ends", _ => Task.CompletedTask);
            d.Orchestrator("Fails", Task (TaskOrchestrationContext _) => throw new InvalidOperationException());
            d.Orchestrator("Waits", c => c.WaitForExternalEvent<int>("Go"));
        },
        async d =>
        {
            await d.EndAsync(await d.StartAsync("Ends", id: "early"));
            await d.PassAsync(TimeSpan.FromMilliseconds(200));
            var between = d.Now;
            await d.PassAsync(TimeSpan.FromMilliseconds(200));
            await d.EndAsync(await d.StartAsync("Ends", id: "late"));
            await d.EndAsync(await d.StartAsync("Fails", id: "failed"));
            await d.StartAsync("Waits", id: "waiting");

            await d.Client.PurgeAllInstancesAsync(
                new PurgeInstancesFilter(CreatedFrom: between, Statuses: [OrchestrationRuntimeStatus.Completed]));
            Assert.Equal(["early", "failed", "waiting"], await IdsAsync(d));
            await d.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(CreatedTo: between));
            Assert.Equal(["failed", "waiting"], await IdsAsync(d));
            await d.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter());

            Assert.Equal(["waiting"], await IdsAsync(d));
        });

    [Theory, Engines]
    public Task Query_ByPrefixAndStatus_ComesPageByPage(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", c => c.WaitForExternalEvent<int>("Go")),
        async d =>
        {
            foreach (var n in Enumerable.Range(0, 5))
                await d.StartAsync("Main", id: $"order-{n}");
            await d.StartAsync("Main", id: "other");
            await d.RaiseAsync("order-3", "Go", 1);
            await d.EndAsync("order-3");
            foreach (var id in new[] { "order-0", "order-1", "order-2", "order-4" })
                await d.UntilAsync(id, i => i.IsRunning);

            var query = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running], InstanceIdPrefix: "order-", PageSize: 3);
            var pages = new List<List<string>>();
            await foreach (var page in d.Client.GetAllInstancesAsync(query).AsPages())
                pages.Add([.. page.Values.Select(i => i.InstanceId)]);

            // The order is the backend's own.
            Assert.Equal([3, 1], pages.Select(p => p.Count).Where(n => n > 0));
            Assert.Equal(["order-0", "order-1", "order-2", "order-4"], pages.SelectMany(p => p).Order(StringComparer.Ordinal));
        });

    [Theory, Engines]
    public Task Query_ByTimeOfCreation_FindsWhatLiesBetween(string engine) =>
        Conformance.RunAsync(
            engine,
            d => d.Orchestrator<string, string>("Main", (_, input) => Task.FromResult(input)),
            async d =>
            {
                var times = new List<DateTimeOffset>();
                foreach (var id in new[] { "a", "b", "c" })
                {
                    await d.EndAsync(await d.StartAsync("Main", $"input of {id}", id));
                    await d.PassAsync(TimeSpan.FromMilliseconds(100));
                    times.Add(d.Now);
                    await d.PassAsync(TimeSpan.FromMilliseconds(100));
                }

                var found = new List<string?>();
                await foreach (
                    var instance in d.Client.GetAllInstancesAsync(new OrchestrationQuery(times[0], times[1], FetchInputsAndOutputs: true)))
                    found.Add($"{instance.InstanceId}: {instance.ReadInputAs<string>()}");

                Assert.Equal(["b: input of b"], found);
            });

    /// <summary>As the app looks on Sundays for what to purge.</summary>
    [Theory, Engines]
    public Task Query_OfWhatHasEndedByATime_LeavesOutWhatRunsOrIsYounger(string engine) => Conformance.RunAsync(
        engine,
        d =>
        {
            d.Orchestrator("Ends", _ => Task.CompletedTask);
            d.Orchestrator("Fails", Task (TaskOrchestrationContext _) => throw new InvalidOperationException());
            d.Orchestrator("Waits", c => c.WaitForExternalEvent<int>("Go"));
        },
        async d =>
        {
            await d.EndAsync(await d.StartAsync("Ends", id: "ended"));
            await d.EndAsync(await d.StartAsync("Fails", id: "failed"));
            await d.StartAsync("Waits", id: "waiting");
            await d.UntilAsync("waiting", i => i.IsRunning);
            await d.PassAsync(TimeSpan.FromMilliseconds(200));
            var then = d.Now;
            await d.PassAsync(TimeSpan.FromMilliseconds(200));
            await d.EndAsync(await d.StartAsync("Ends", id: "young"));

            var query = new OrchestrationQuery(CreatedTo: then, Statuses:
                [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated],
                PageSize: 1);
            // Purged while it is read.
            await foreach (var page in d.Client.GetAllInstancesAsync(query).AsPages())
            {
                foreach (var instance in page.Values)
                {
                    Assert.True(instance.LastUpdatedAt <= then);
                    await d.Client.PurgeInstanceAsync(instance.InstanceId);
                }
            }

            Assert.Equal(["waiting", "young"], await IdsAsync(d));
        });

    [Theory, Engines]
    public Task Waiting_ForAStartAndAnEnd_ReturnsWhenTheyAreThere(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", c => c.WaitForExternalEvent<string>("Go")),
        async d =>
        {
            var id = await d.StartAsync("Main");

            Assert.True((await d.Client.WaitForInstanceStartAsync(id)).IsRunning);
            var end = d.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
            Assert.False(end.IsCompleted);
            await d.Client.RaiseEventAsync(id, "Go", "done");

            Assert.Equal("done", (await end).ReadOutputAs<string>());
        });

    [Theory, Engines]
    public Task Waiting_ForAMissingInstance_IsRefused(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", _ => Task.CompletedTask),
        async d =>
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await Assert.ThrowsAsync<ArgumentException>(() => d.Client.WaitForInstanceCompletionAsync("missing", patience.Token));
        });

    [Theory, Engines]
    public Task Start_WithTagsAndInput_ShowsThemAndHidesThePayloadUnlessAsked(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator<string, string>("Main", (_, input) => Task.FromResult(input + "!")),
        async d =>
        {
            var options = new StartOrchestrationOptions("tagged") { Tags = new Dictionary<string, string> { ["shop"] = "corner" } };
            await d.Client.ScheduleNewOrchestrationInstanceAsync("Main", "in", options);

            var whole = await d.EndAsync("tagged");
            var bare = await d.Client.GetInstanceAsync("tagged");

            Assert.Equal(
                ("Main", "tagged", "corner", "in", "in!"),
                (whole.Name, whole.InstanceId, whole.Tags["shop"], whole.ReadInputAs<string>(), whole.ReadOutputAs<string>()));
            Assert.Equal((null, null), (bare!.SerializedInput, bare.SerializedOutput));
            Assert.Throws<InvalidOperationException>(bare.ReadInputAs<string>);
        });

    [Theory, Engines]
    public Task Restart_OfAFinishedInstance_RunsItsInputAgain(string engine)
    {
        var runs = 0;
        return Conformance.RunAsync(
            engine,
            d =>
            {
                runs = 0;
                d.Orchestrator<string, string>(
                    "Main",
                    (_, input) => Task.FromResult($"{input} {(Interlocked.Increment(ref runs) > 1 ? "again" : "once")}"));
            },
            async d =>
            {
                var id = await d.StartAsync("Main", "run");
                await d.EndAsync(id);

                var same = await d.Client.RestartAsync(id);
                await d.RestAsync();
                Assert.Equal(
                    (id, "run again"),
                    (
                        same,
                        (
                            await d.UntilAsync(id, i => i.SerializedOutput?.Contains("again", StringComparison.Ordinal) == true)
                        ).ReadOutputAs<string>()));
                var other = await d.Client.RestartAsync(id, restartWithNewInstanceId: true);

                Assert.NotEqual(id, other);
                Assert.Equal("run again", await d.OutputAsync<string>(other));
                await Assert.ThrowsAsync<ArgumentException>(() => d.Client.RestartAsync("missing"));
            });
    }

    [Theory, Engines]
    public Task CustomStatus_Set_IsSeen(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
        {
            c.SetCustomStatus("early");
            c.SetCustomStatus(new[] { "waiting", "for you" });
            await c.WaitForExternalEvent<int>("Go");
            c.SetCustomStatus("over");
        }),
        async d =>
        {
            var id = await d.StartAsync("Main");

            Assert.Equal(
                ["waiting", "for you"],
                (await d.UntilAsync(id, i => i.SerializedCustomStatus is not null)).ReadCustomStatusAs<string[]>()!);
            await d.RaiseAsync(id, "Go", 1);

            Assert.Equal("over", (await d.EndAsync(id)).ReadCustomStatusAs<string>());
        });

    [Theory]
    [Engines(Can.Nothing, 8190, OrchestrationRuntimeStatus.Completed)]
    [Engines(Can.Nothing, 8191, OrchestrationRuntimeStatus.Failed)]
    public Task CustomStatus_OverSixteenKibibytes_IsRefused(string engine, int letters, OrchestrationRuntimeStatus expected) =>
        Conformance.RunAsync(
            engine,
            d =>
                d.Orchestrator<int, object?>(
                    "Main",
                    (c, n) =>
                    {
                        // Two quotes around it: 8,192 characters of UTF-16 are 16 KiB.
                        c.SetCustomStatus(new string('x', n));
                        return Task.FromResult<object?>(null);
                    }),
            async d => Assert.Equal(expected, (await d.EndAsync(await d.StartAsync("Main", letters))).RuntimeStatus),
            data: $"{letters}, {expected}");

    private static async Task<List<string>> IdsAsync(Trial d)
    {
        var ids = new List<string>();
        await foreach (var instance in d.Client.GetAllInstancesAsync())
            ids.Add(instance.InstanceId);
        return [.. ids.Order(StringComparer.Ordinal)];
    }

    private static async Task RaiseToTheFinishedAsync(Trial d, string id)
    {
        try
        {
            await d.RaiseAsync(id, "Go", 1);
        }
        catch (Grpc.Core.RpcException)
        {
        }
    }

    private static void Family(Trial d)
    {
        d.Orchestrator("Grandchild", c => c.CreateTimer(TimeSpan.FromDays(2), CancellationToken.None));
        d.Orchestrator(
            "Child",
            c => c.CallSubOrchestratorAsync("Grandchild", options: new SubOrchestrationOptions(instanceId: "grandchild")));
        d.Orchestrator(
            "Parent",
            async c =>
            {
                var child = c.CallSubOrchestratorAsync("Child", options: new SubOrchestrationOptions(instanceId: "child"));
                await c.WaitForExternalEvent<int>("Go");
                await child;
            });
    }
}
