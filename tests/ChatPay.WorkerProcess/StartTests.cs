using System.Net;
using ChatPay.Local.Clock;
using ChatPay.Local.Worker;
using ChatPay.WorkerProcess.Host;

namespace ChatPay.WorkerProcess;

/// <summary>The app in its own process: it starts, reports its functions, runs them and ends.</summary>
public sealed class StartTests : AppFixture
{
    [Fact]
    public async Task Process_TellsTheFunctionsThatTheWorkerInThisProcessTells_RunsThemAndEndsWithZero()
    {
        await using var worker = await StartAsync();
        using var clock = new LocalClock();
        await using var inProcess = await InProcessWorker.StartAsync(new() { App = Apps.Assembly, Clock = clock, Settings = Settings });
        Assert.Equal(inProcess.Functions.Keys.Order(), worker.Functions.Keys.Order());

        await using (var front = await HttpFront.StartAsync(worker))
        using (var buyer = Buyer(front))
        {
            Assert.Equal("200", await StatusAsync(buyer, "api/health/live"));
            Assert.StartsWith("404", await StatusAsync(buyer, "api/v1/orders/o-unknown"), StringComparison.Ordinal);
        }

        await worker.RunTimerAsync("PurgeAddresses");
        var failed = await Assert.ThrowsAsync<FunctionFailedException>(() =>
            worker.RunActivityAsync("ReadOrderProgress", "o-unknown", "\"o-unknown\""));
        Assert.NotNull(failed.ErrorType);

        worker.Terminate(TimeSpan.FromSeconds(5));
        Assert.Equal(0, await worker.Program.EndedAsync(TimeSpan.FromSeconds(30)));
    }

    private static async Task<string> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode == HttpStatusCode.OK ? "200" : $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }
}
