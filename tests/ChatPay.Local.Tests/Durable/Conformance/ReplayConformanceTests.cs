using System.Collections.Concurrent;
using ChatPay.Local.Tests.Durable.Conformance.Engines;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Tests.Durable.Conformance;

public sealed class ReplayConformanceTests
{
    [Theory, Engines]
    public Task NewGuid_OverReplays_IsTheSameVersion5Id(string engine)
    {
        var made = new ConcurrentQueue<(Guid First, Guid Second)>();
        return Conformance.RunAsync(
            engine,
            d =>
            {
                made.Clear();
                d.Orchestrator("Main", async c =>
                {
                    made.Enqueue((c.NewGuid(), c.NewGuid()));
                    await c.WaitForExternalEvent<int>("Go");
                });
            },
            async d =>
            {
                var id = await d.StartAsync("Main");
                await d.RaiseAsync(id, "Go", 1);
                await d.EndAsync(id);

                Assert.InRange(made.Count, 2, int.MaxValue);
                var (first, second) =
                    made.Distinct().Count() == 1 ? made.First() : throw new InvalidOperationException(string.Join('\n', made));
                Assert.NotEqual(first, second);
                Assert.Equal((5, 5), (first.Version, second.Version));
            });
    }

    [Theory, Engines]
    public Task Logger_OverReplays_SpeaksOnce(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
        {
            var log = c.CreateReplaySafeLogger("test");
            Say(log, "begun");
            await c.WaitForExternalEvent<int>("Go");
            Say(log, "going");
            await c.WaitForExternalEvent<int>("Stop");
        }),
        async d =>
        {
            var id = await d.StartAsync("Main");

            await d.RaiseAsync(id, "Go", 1);
            await d.RaiseAsync(id, "Stop", 1);
            await d.EndAsync(id);

            // A turn cut off before its commit is repeated, and so are its logs.
            Assert.Equal(
                ["begun", "going"],
                engine.Contains("crash", StringComparison.Ordinal) ? d.Loggers.Lines.Distinct() : d.Loggers.Lines);
        });

    [Theory, Engines]
    public Task LoggerFactory_OverReplays_SpeaksOnce(string engine) => Conformance.RunAsync(
        engine,
        d => d.Orchestrator("Main", async c =>
        {
            Say(c.ReplaySafeLoggerFactory.CreateLogger("test"), "begun");
            await c.WaitForExternalEvent<int>("Go");
        }),
        async d =>
        {
            var id = await d.StartAsync("Main");

            await d.RaiseAsync(id, "Go", 1);
            await d.EndAsync(id);

            Assert.Equal(["begun"], engine.Contains("crash", StringComparison.Ordinal) ? d.Loggers.Lines.Distinct() : d.Loggers.Lines);
        });

    [Theory, Engines]
    public Task Orchestrator_ThatDoesOtherThanItsHistory_FailsAsNonDeterministic(string engine)
    {
        var charged = false;
        return Conformance.RunAsync(
            engine,
            d =>
            {
                charged = false;
                d.Activity<int, int>("Charge", n => n);
                d.Activity<int, int>("Refund", n => n);
                d.Orchestrator("Main", async c =>
                {
                    await c.CallActivityAsync(Volatile.Read(ref charged) ? "Refund" : "Charge", 1);
                    c.SetCustomStatus("charged");
                    await c.WaitForExternalEvent<int>("Go");
                });
            },
            async d =>
            {
                var id = await d.StartAsync("Main");
                await d.UntilAsync(id, i => i.SerializedCustomStatus is not null);
                Volatile.Write(ref charged, true);
                await d.RaiseAsync(id, "Go", 1);

                var failure = await d.FailureAsync(id);

                Assert.Contains("Charge", failure.ErrorMessage, StringComparison.Ordinal);
                Assert.Contains("Non-Deterministic", failure.ErrorMessage, StringComparison.OrdinalIgnoreCase);
            });
    }

#pragma warning disable CA2254
    private static void Say(ILogger log, string line) => log.Log(LogLevel.Information, default, line, null, (s, _) => s);
#pragma warning restore CA2254
}
