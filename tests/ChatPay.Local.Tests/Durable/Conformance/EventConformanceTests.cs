using ChatPay.Local.Tests.Durable.Conformance.Engines;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable.Conformance;

public sealed class EventConformanceTests
{
    [Theory, Engines]
    public Task Event_RaisedBeforeTheWait_IsKeptForIt(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
        {
            await c.WaitForExternalEvent<int>("Go");
            return await c.WaitForExternalEvent<string>("paid") + await c.WaitForExternalEvent<string>("PAID");
        }),
        async d =>
        {
            var id = await d.StartAsync("Main");

            await d.RaiseAsync(id, "Paid", "1");
            await d.RaiseAsync(id, "Paid", "2");
            await d.RaiseAsync(id, "Go", 0);

            Assert.Equal("12", await d.OutputAsync<string>(id));
        });

    [Theory, Engines]
    public Task Events_ForWaitsInParallel_EachReachTheirOwn(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
            string.Concat(await Task.WhenAll(new[] { "A", "B", "C" }.Select(name => c.WaitForExternalEvent<string>(name))))),
        async d =>
        {
            var id = await d.StartAsync("Main");

            await d.RaiseAsync(id, "C", "3");
            await d.RaiseAsync(id, "A", "1");
            await d.RaiseAsync(id, "b", "2");

            Assert.Equal("123", await d.OutputAsync<string>(id));
        });

    [Theory, Engines]
    public Task Event_WithTwoWaiters_GoesToTheNewest(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
        {
            var older = c.WaitForExternalEvent<string>("Paid");
            var newer = c.WaitForExternalEvent<string>("Paid");
            var first = await Task.WhenAny(older, newer) == newer ? "newer " : "older ";
            return first + await newer + await older;
        }),
        async d =>
        {
            var id = await d.StartAsync("Main");

            await d.RaiseAsync(id, "Paid", "a");
            Assert.Equal(OrchestrationRuntimeStatus.Running, await d.StatusAsync(id));
            await d.RaiseAsync(id, "Paid", "b");

            Assert.Equal("newer ab", await d.OutputAsync<string>(id));
        });

    [Theory, Engines]
    public Task Wait_ForOneNameAsTwoTypes_Throws(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
        {
            var text = c.WaitForExternalEvent<string>("Paid");
            try
            {
                await c.WaitForExternalEvent<int>("paid");
            }
            catch (ArgumentException)
            {
                return "refused, then " + await text;
            }

            return "taken";
        }),
        async d =>
        {
            var id = await d.StartAsync("Main");

            await d.RaiseAsync(id, "Paid", "text");

            Assert.Equal("refused, then text", await d.OutputAsync<string>(id));
        });

    /// <summary>The official worker does this, although the event is lost if nobody reads the result. A wait that is cancelled later
    /// takes no event.</summary>
    [Theory, Engines]
    public Task Wait_CancelledBeforeItBegins_TakesAnEventThatIsKept(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
        {
            await c.WaitForExternalEvent<int>("Go");
            var cancelled = c.WaitForExternalEvent<string>("Paid", new CancellationToken(canceled: true));
            return cancelled.IsCanceled ? await c.WaitForExternalEvent<string>("Paid") : "taken: " + await cancelled;
        }),
        async d =>
        {
            var id = await d.StartAsync("Main");

            await d.RaiseAsync(id, "Paid", "kept");
            await d.RaiseAsync(id, "Go", 1);

            Assert.Equal("taken: kept", await d.OutputAsync<string>(id));
        });

    [Theory, Engines]
    public Task Event_WithoutAPayload_EndsTheWait(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c => await c.WaitForExternalEvent<string?>("Paid") ?? "nothing"),
        async d =>
        {
            var id = await d.StartAsync("Main");

            await d.RaiseAsync(id, "Paid");

            Assert.Equal("nothing", await d.OutputAsync<string>(id));
        });

    [Theory, Engines]
    public Task Event_ToAFinishedInstance_LeavesItAsItIs(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", _ => Task.FromResult("done")),
        async d =>
        {
            var id = await d.StartAsync("Main");
            await d.EndAsync(id);

            await RaiseToNobodyAsync(d, id);

            Assert.Equal("done", await d.OutputAsync<string>(id));
        });

    [Theory, Engines]
    public Task Event_ToAMissingInstance_MakesNone(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", _ => Task.FromResult("done")),
        async d =>
        {
            await RaiseToNobodyAsync(d, "missing");

            Assert.Null(await d.Client.GetInstanceAsync("missing"));
            Assert.Equal("done", await d.OutputAsync<string>(await d.StartAsync("Main")));
        });

    [Theory, Engines]
    public Task Event_SentByAnOrchestrator_Arrives(string engine) => Conformance.RunAsync(
        engine,
        d =>
        {
            d.Orchestrator("Receiver", c => c.WaitForExternalEvent<string>("Hello"));
            d.Orchestrator("Sender", c =>
            {
                c.SendEvent("receiver", "hello", "from afar");
                return Task.CompletedTask;
            });
        },
        async d =>
        {
            var id = await d.StartAsync("Receiver", id: "receiver");

            await d.StartAsync("Sender");

            Assert.Equal("from afar", await d.OutputAsync<string>(id));
        });

    // Official backends differ: some are silent, others throw this.
    private static async Task RaiseToNobodyAsync(Trial d, string id)
    {
        try
        {
            await d.RaiseAsync(id, "Paid", "too late");
        }
        catch (Grpc.Core.RpcException)
        {
        }
    }
}
