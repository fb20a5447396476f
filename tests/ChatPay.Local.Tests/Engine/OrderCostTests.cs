using ChatPay.Local.Clock;
using ChatPay.Local.Durable;
using ChatPay.Local.Hosting;
using ChatPay.Local.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Engine;

/// <summary>The cost of the benchmarks' reference order when nothing else is running: two activities, two events, one timer of 10 ms,
/// payloads of 200 bytes, through the function pipeline. If these numbers change, so does the cost of every order.</summary>
public sealed class OrderCostTests : IDisposable
{
    private const string Id = "order-000000000000000001";
    private static readonly string Payload = new('x', 198);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("chatpay-");
    private DurableEngine? _engine;

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task ReferenceOrder_Alone_CostsWhatItCosts()
    {
        var clock = new LocalClock(new LocalClockOptions { TimeScale = 0, Start = SampleHost.Start });
        await using var host = await SampleHost.StartAsync<Sample>(
            o => o with { StartDurable = app => StartAsync(app, clock) },
            clock: clock);
        var client = _engine!.Client;
        var logged = LogFrames();

        await client.ScheduleNewOrchestrationInstanceAsync(nameof(Sample.Order), Payload, new StartOrchestrationOptions(Id));
        await clock.DrainAsync();
        await client.RaiseEventAsync(Id, "Paid", Payload);
        await clock.DrainAsync();
        await clock.AdvanceAsync(TimeSpan.FromMilliseconds(10));
        await client.RaiseEventAsync(Id, "Shipped", Payload);
        await clock.DrainAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await client.GetInstanceAsync(Id))!.RuntimeStatus);
        // One for each turn: start, first result, first event, timer, second event, second result.
        Assert.Equal(6, _engine.Commits);
        Assert.Equal(6, Count("SELECT count(*) FROM history"));
        Assert.Equal(16, _engine.History(Id).Count);
        Assert.Equal(1786, Count("SELECT sum(length(body)) FROM history"));
        Assert.Equal(0, Count("SELECT (SELECT count(*) FROM work) + (SELECT count(*) FROM timer) + (SELECT count(*) FROM inbox)"));
        Assert.Equal(21, LogFrames() - logged);
    }

    private async Task<DurableRuntime> StartAsync(DurableApp app, LocalClock clock)
    {
        _engine = await DurableEngine.StartAsync(new DurableEngineOptions
        {
            DataFile = DataFile,
            Clock = clock,
            Functions = app.Functions,
            Converter = app.Converter,
            LoggerFactory = app.LoggerFactory,
        });
        return new DurableRuntime(_engine.Client, _engine);
    }

    private string DataFile => Path.Combine(_data.FullName, "durable.db");

    /// <summary>The number of synced frames: pages of 4096 bytes with a header of 24.</summary>
    private long LogFrames() => new FileInfo(DataFile + "-wal").Length / (4096 + 24);

    private long Count(string sql)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = DataFile,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }

    internal sealed class Sample
    {
        [Function(nameof(Order))]
        public static async Task<string> Order([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var order = await context.CallActivityAsync<string>(nameof(Step), context.GetInput<string>());
            await context.WaitForExternalEvent<string>("Paid");
            await context.CreateTimer(TimeSpan.FromMilliseconds(10), CancellationToken.None);
            await context.WaitForExternalEvent<string>("Shipped");
            return await context.CallActivityAsync<string>(nameof(Step), order);
        }

        [Function(nameof(Step))]
        public static string Step([ActivityTrigger] string order) => order;
    }
}
