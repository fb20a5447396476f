using ChatPay.Local.Durable.Faults;

namespace ChatPay.Local.Tests.Durable;

/// <summary>An orchestration that collects numbers and sometimes continues as new, while it is suspended, restarted and interrupted
/// at random: every acknowledged number is there at the end, in order.</summary>
public sealed class DisorderTests
{
    private const int Numbers = 25;
    private const int End = -1;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Events_ThroughSuspensionsRestartsAndCrashes_AllArriveInOrder(int seed)
    {
#pragma warning disable CA5394 // The same disorder for the same seed.
        var random = new Random(seed);
        await using var durability = await Durability.StartAsync(Collecting);
        await durability.RunAsync("Collect", Array.Empty<int>(), "c");

        for (var n = 0; n < Numbers; n++)
        {
            if (random.Next(4) == 0)
                await durability.Client.SuspendInstanceAsync("c");
            if (random.Next(6) == 0)
                await durability.RestartAsync();
            await SurelyAsync(durability, random, () => durability.Client.RaiseEventAsync("c", "Add", n));
            if (random.Next(3) == 0)
                await durability.Clock.AdvanceAsync(TimeSpan.FromHours(1));
            if (random.Next(3) == 0)
                await SurelyAsync(durability, random, () => durability.Client.ResumeInstanceAsync("c"));
        }
#pragma warning restore CA5394

        await durability.Client.ResumeInstanceAsync("c");
        await durability.RaiseAsync("c", "Add", End);
        await durability.Clock.AdvanceAsync(TimeSpan.FromDays(1));

        // A caller interrupted after the commit retries, so a number may appear twice.
        Assert.Equal(Enumerable.Range(0, Numbers), (await durability.OutputAsync<int[]>("c"))!.Distinct());
    }

    private static async Task SurelyAsync(Durability durability, Random random, Func<Task> step)
    {
#pragma warning disable CA5394
        var left = random.Next(8);
#pragma warning restore CA5394
        var crashed = false;
        durability.Faults.Crash = (CommitPoint _, string _) => Interlocked.Decrement(ref left) == 0 && (crashed = true);
        try
        {
            await step();
            durability.Faults.Crash = null;
            await durability.Clock.DrainAsync();
            if (crashed)
                await durability.RestartAsync();
        }
        catch (ObjectDisposedException) when (crashed)
        {
            durability.Faults.Crash = null;
            await durability.RestartAsync();
            await step();
        }
    }

    private static void Collecting(Durability d)
    {
        d.Activity<int, int>("Look", n => n);
        d.Orchestrator("Collect", async c =>
        {
            var seen = new List<int>(c.GetInput<int[]>()!);
            for (var more = 3; more > 0; more--)
            {
                var next = await c.WaitForExternalEvent<int>("Add");
                if (next == End)
                    return (object?)seen;
                seen.Add(await c.CallActivityAsync<int>("Look", next));
                await c.CreateTimer(TimeSpan.FromMinutes(10), CancellationToken.None);
            }

            c.ContinueAsNew(seen);
            return null;
        });
    }
}
