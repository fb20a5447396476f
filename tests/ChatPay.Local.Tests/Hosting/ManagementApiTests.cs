using System.Text.Json;
using ChatPay.Local.Clock;
using ChatPay.Local.Durable;
using ChatPay.Local.Hosting;
using ChatPay.Local.Tests.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Hosting;

/// <summary>The durable HTTP API, as "HTTP API reference" documents it.</summary>
public sealed class ManagementApiTests : IAsyncLifetime
{
    private const string Root = "/runtime/webhooks/durabletask";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("chatpay-");
    private readonly LocalClock _clock = new(new LocalClockOptions { TimeScale = 0, Start = SampleHost.Start });
    private SampleHost _host = null!;
    private DurableTaskClient _durable = null!;

    public async ValueTask InitializeAsync() =>
        _host = await SampleHost.StartAsync<Sample>(o => o with { StartDurable = StartAsync }, clock: _clock);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("function", 401)]
    [InlineData("wrong", 401)]
    [InlineData("durable", 200)]
    [InlineData("master", 200)]
    public async Task Request_WithAKey_OpensForTheSystemKeyAndTheMasterKey(string? key, int expected)
    {
        Assert.Equal(expected, (await _host.SendAsync("GET", $"{Root}/instances", key)).Status);
        Assert.Equal(
            expected,
            (await _host.SendAsync("GET", $"{Root}/instances?code={(key is null ? "" : Uri.EscapeDataString(_host.Key(key)))}")).Status);
    }

    [Fact]
    public async Task Start_OfAnOrchestrator_AnswersWhereItIsManaged()
    {
        using var answer = await RequestAsync("POST", "orchestrators/Sale/sale-1", "\"shoes\"");
        var links = await JsonOfAsync(answer);

        Assert.Equal(202, (int)answer.StatusCode);
        Assert.Equal("sale-1", links.GetProperty("id").GetString());
        var status = links.GetProperty("statusQueryGetUri").GetString()!;
        Assert.Equal(status, answer.Headers.Location!.OriginalString);
        Assert.Equal(
            [
                "id",
                "purgeHistoryDeleteUri",
                "restartPostUri",
                "resumePostUri",
                "rewindPostUri",
                "sendEventPostUri",
                "statusQueryGetUri",
                "suspendPostUri",
                "terminatePostUri",
            ],
            links.EnumerateObject().Select(p => p.Name).Order());

        // The link is all that is needed.
        using var followed = await _host.Http.GetAsync(new Uri(status), TestContext.Current.CancellationToken);
        Assert.Equal(202, (int)followed.StatusCode);
    }

    [Fact]
    public async Task Start_WithoutAnId_MakesOne()
    {
        var links = JsonDocument.Parse((await SendAsync("POST", "orchestrators/Sale")).Body).RootElement;

        Assert.Equal(202, (await SendAsync("GET", $"instances/{links.GetProperty("id").GetString()}")).Status);
    }

    [Theory]
    [InlineData("orchestrators/Nobody/x", "1", 400)]
    [InlineData("orchestrators/Sale/x", "{not json", 400)]
    [InlineData("orchestrators", null, 404)]
    [InlineData("orchestrators/Sale/x/y", null, 404)]
    [InlineData("instances/x/else", null, 404)]
    [InlineData("entities/x/y", null, 404)]
    public async Task Post_OfNonsense_IsRefused(string path, string? body, int expected) =>
        Assert.Equal(expected, (await SendAsync("POST", path, body)).Status);

    [Fact]
    public async Task Start_OfAnInstanceThatLives_IsAConflict()
    {
        await SendAsync("POST", "orchestrators/Sale/sale-1");

        Assert.Equal(409, (await SendAsync("POST", "orchestrators/Sale/sale-1")).Status);
    }

    [Fact]
    public async Task Status_OfARunningInstance_Is202WithWhereToAskAgain()
    {
        await SendAsync("POST", "orchestrators/Sale/sale-1", "\"shoes\"");
        await _clock.DrainAsync();

        using var answer = await RequestAsync("GET", "instances/sale-1");
        var status = await JsonOfAsync(answer);

        Assert.Equal(202, (int)answer.StatusCode);
        Assert.Contains("/instances/sale-1", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal("5", Assert.Single(answer.Headers.GetValues("Retry-After")));
        Assert.Equal(
            """{"name":"Sale","instanceId":"sale-1","runtimeStatus":"Running","input":"shoes","customStatus":{"step":"waiting"},"output":null,"createdTime":"2026-03-01T12:00:00Z","lastUpdatedTime":"2026-03-01T12:00:00Z"}""",
            status.GetRawText());
    }

    [Fact]
    public async Task Status_OfAnInstanceThatHasEnded_Is200WithItsOutputAndHistory()
    {
        await SendAsync("POST", "orchestrators/Sale/sale-1", "\"shoes\"");
        await SendAsync("POST", "instances/sale-1/raiseEvent/Paid", "5");
        await _clock.AdvanceAsync(TimeSpan.FromHours(1));

        using var answer = await RequestAsync("GET", "instances/sale-1?showHistory=true&showHistoryOutput=true&showInput=false");
        var status = await JsonOfAsync(answer);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Null(answer.Headers.Location);
        Assert.Equal(
            ("Completed", JsonValueKind.Null, "shoes for 5"),
            (
                status.GetProperty("runtimeStatus").GetString(),
                status.GetProperty("input").ValueKind,
                status.GetProperty("output").GetString()));
        var history = status.GetProperty("historyEvents").EnumerateArray().ToList();
        Assert.Equal(
            ["ExecutionStarted", "EventRaised", "TaskCompleted", "TimerFired", "ExecutionCompleted"],
            history.Select(e => e.GetProperty("EventType").GetString()));
        Assert.Equal(
            ("Label", "shoes for 5"),
            (history[2].GetProperty("FunctionName").GetString(), history[2].GetProperty("Result").GetString()));
        Assert.Equal(SampleHost.Start.UtcDateTime, history[2].GetProperty("ScheduledTime").GetDateTime());
    }

    [Fact]
    public async Task Status_OfAFailedInstance_Is500OnlyWhenAskedFor()
    {
        await SendAsync("POST", "orchestrators/Fail/fail-1");
        await _clock.DrainAsync();

        var (code, body) = await SendAsync("GET", "instances/fail-1");

        Assert.Equal(200, code);
        Assert.Equal("Failed", JsonDocument.Parse(body).RootElement.GetProperty("runtimeStatus").GetString());
        Assert.Contains("No.", JsonDocument.Parse(body).RootElement.GetProperty("output").GetString(), StringComparison.Ordinal);
        Assert.Equal(500, (await SendAsync("GET", "instances/fail-1?returnInternalServerErrorOnFailure=true")).Status);
        Assert.Equal(404, (await SendAsync("GET", "instances/nobody")).Status);
    }

    [Theory]
    [InlineData("terminate?reason=enough", "Terminated")]
    [InlineData("suspend?reason=wait", "Suspended")]
    public async Task Action_OnARunningInstance_Is202AndDoesIt(string action, string expected)
    {
        await SendAsync("POST", "orchestrators/Sale/sale-1");

        Assert.Equal(202, (await SendAsync("POST", $"instances/sale-1/{action}")).Status);
        await _clock.DrainAsync();

        Assert.Equal(
            expected,
            JsonDocument.Parse((await SendAsync("GET", "instances/sale-1")).Body).RootElement.GetProperty("runtimeStatus").GetString());
    }

    [Fact]
    public async Task Suspended_Instance_GoesOnWhenItIsResumed()
    {
        await SendAsync("POST", "orchestrators/Sale/sale-1", "\"shoes\"");
        await SendAsync("POST", "instances/sale-1/suspend");
        await SendAsync("POST", "instances/sale-1/raiseEvent/Paid", "5");
        await _clock.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(202, (await SendAsync("GET", "instances/sale-1")).Status);

        Assert.Equal(202, (await SendAsync("POST", "instances/sale-1/resume")).Status);
        await _clock.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(200, (await SendAsync("GET", "instances/sale-1")).Status);
    }

    [Theory]
    [InlineData("terminate")]
    [InlineData("suspend")]
    [InlineData("resume")]
    [InlineData("raiseEvent/Paid")]
    public async Task Action_OnWhatIsNotThereOrHasEnded_Is404Or410(string action)
    {
        await SendAsync("POST", "orchestrators/Fail/fail-1");
        await _clock.DrainAsync();

        Assert.Equal(404, (await SendAsync("POST", $"instances/nobody/{action}", "1")).Status);
        Assert.Equal(410, (await SendAsync("POST", $"instances/fail-1/{action}", "1")).Status);
    }

    [Fact]
    public async Task Event_ThatIsNoJson_IsRefused()
    {
        await SendAsync("POST", "orchestrators/Sale/sale-1");
        using var text = new HttpRequestMessage(HttpMethod.Post, $"{Root}/instances/sale-1/raiseEvent/Paid")
        {
            Content = new StringContent("5"),
        };
        text.Headers.Add("x-functions-key", _host.Key("durable"));

        using var answer = await _host.Http.SendAsync(text, TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(400, (await SendAsync("POST", "instances/sale-1/raiseEvent/Paid", "{")).Status);
    }

    [Fact]
    public async Task List_InPages_GoesOnWithItsToken()
    {
        foreach (var id in new[] { "a-1", "a-2", "a-3", "b-1" })
            await SendAsync("POST", $"orchestrators/Sale/{id}");
        await SendAsync("POST", "orchestrators/Fail/a-4");
        await _clock.DrainAsync();

        var (first, token) = await PageAsync("instances?top=2&instanceIdPrefix=a-&runtimeStatus=Running,Pending", null);
        var (second, last) = await PageAsync("instances?top=2&instanceIdPrefix=a-&runtimeStatus=Running,Pending", token);

        Assert.Equal(["a-1", "a-2", "a-3"], [.. first, .. second]);
        Assert.Equal("", last);
        Assert.Empty((await PageAsync($"instances?createdTimeFrom={SampleHost.Start.AddSeconds(1):yyyy-MM-ddTHH:mm:ssZ}", null)).Ids);
    }

    [Fact]
    public async Task List_OfIdsBeyondAscii_GoesOnWithItsToken()
    {
        foreach (var id in new[] { "ä-1", "ä-2", "ä-3" })
            await SendAsync("POST", $"orchestrators/Sale/{id}");

        var (first, token) = await PageAsync("instances?top=2", null);
        var (second, _) = await PageAsync("instances?top=2", token);

        Assert.Equal(["ä-1", "ä-2", "ä-3"], [.. first, .. second]);
    }

    [Theory]
    [InlineData("Sale", "NaN", 202)]
    [InlineData("Sale", "soon", 202)]
    [InlineData("Fail", "60", 500)]
    public async Task Start_WithATimeout_AnswersWithTheEndIfItComesInTime(string orchestrator, string timeout, int expected) =>
        Assert.Equal(expected, (await SendAsync("POST", $"orchestrators/{orchestrator}/x?timeout={timeout}")).Status);

    [Fact]
    public async Task Stop_WhileAStartWaitsForTheEnd_AnswersWhereItIsManaged()
    {
        var answer = SendAsync("POST", "orchestrators/Sale/sale-1?timeout=60");
        while ((await SendAsync("GET", "instances/sale-1")).Status != 202)
            await Task.Yield();
        var watch = System.Diagnostics.Stopwatch.StartNew();

        await _host.Host.DisposeAsync();

        Assert.Equal(202, (await answer).Status);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task Purge_OfOneOrByFilter_TakesOnlyWhatHasEnded()
    {
        await SendAsync("POST", "orchestrators/Sale/sale-1");
        foreach (var id in new[] { "fail-1", "fail-2", "fail-3" })
            await SendAsync("POST", $"orchestrators/Fail/{id}");
        await _clock.DrainAsync();

        Assert.Equal(412, (await SendAsync("DELETE", "instances/sale-1")).Status);
        Assert.Equal((200, """{"instancesDeleted":1}"""), await SendAsync("DELETE", "instances/fail-1"));
        Assert.Equal(404, (await SendAsync("DELETE", "instances/fail-1")).Status);
        Assert.Equal(400, (await SendAsync("DELETE", "instances")).Status);
        Assert.Equal(404, (await SendAsync("DELETE", "instances?createdTimeFrom=2026-01-01&runtimeStatus=Completed")).Status);
        Assert.Equal((200, """{"instancesDeleted":2}"""), await SendAsync("DELETE", "instances?createdTimeFrom=2026-01-01"));
        Assert.Equal(202, (await SendAsync("GET", "instances/sale-1")).Status);
    }

    [Fact]
    public async Task Restart_OfAnInstanceThatHasEnded_BeginsAgainWithItsInput()
    {
        await SendAsync("POST", "orchestrators/Sale/sale-1", "\"shoes\"");
        await SendAsync("POST", "instances/sale-1/terminate");
        await _clock.DrainAsync();

        var again = JsonDocument
            .Parse((await SendAsync("POST", "instances/sale-1/restart?restartWithNewInstanceId=false")).Body)
            .RootElement;
        var other = JsonDocument.Parse((await SendAsync("POST", "instances/sale-1/restart")).Body).RootElement;

        Assert.Equal("sale-1", again.GetProperty("id").GetString());
        Assert.NotEqual("sale-1", other.GetProperty("id").GetString());
        Assert.Contains(
            "\"input\":\"shoes\"",
            (await SendAsync("GET", $"instances/{other.GetProperty("id").GetString()}")).Body,
            StringComparison.Ordinal);
        Assert.Equal(409, (await SendAsync("POST", "instances/sale-1/restart?restartWithNewInstanceId=false")).Status);
        Assert.Equal(400, (await SendAsync("POST", "instances/nobody/restart")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_OfAVersionWithTags_KeepsBoth(bool newId)
    {
        var options = new StartOrchestrationOptions("old-1")
        {
            Version = "1.4",
            Tags = new Dictionary<string, string> { ["shop"] = "mugs" },
        };
        await _durable.ScheduleNewOrchestrationInstanceAsync("Version", "shoes", options);
        await _clock.DrainAsync();

        var again = JsonDocument
            .Parse((await SendAsync("POST", $"instances/old-1/restart?restartWithNewInstanceId={newId}")).Body)
            .RootElement;
        await _clock.DrainAsync();

        var instance = await _durable.GetInstanceAsync(again.GetProperty("id").GetString()!, getInputsAndOutputs: true);
        Assert.Equal(("1.4 of shoes", "mugs"), (instance!.ReadOutputAs<string>(), instance.Tags["shop"]));
    }

    [Fact]
    public async Task Rewind_IsRefusedByName()
    {
        await SendAsync("POST", "orchestrators/Sale/sale-1");
        await SendAsync("POST", "orchestrators/Fail/fail-1");
        await _clock.DrainAsync();

        Assert.Equal(404, (await SendAsync("POST", "instances/nobody/rewind")).Status);
        Assert.Equal(410, (await SendAsync("POST", "instances/sale-1/rewind")).Status);
        var (code, body) = await SendAsync("POST", "instances/fail-1/rewind");
        Assert.Equal(501, code);
        Assert.Contains("does not rewind", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orchestrator_ThatAwaitsWhatItMustNot_FailsWithTheOfficialError()
    {
        await SendAsync("POST", "orchestrators/Illegal/illegal-1");
        await _clock.DrainAsync();

        var output = JsonDocument.Parse((await SendAsync("GET", "instances/illegal-1")).Body).RootElement.GetProperty("output").GetString();

        Assert.Contains("invalid asynchronous invocation", output, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<DurableRuntime> StartAsync(DurableApp app)
    {
        var engine = await DurableEngine.StartAsync(new DurableEngineOptions
        {
            DataFile = Path.Combine(_data.FullName, "durable.db"),
            Clock = _clock,
            Functions = app.Functions,
            Converter = app.Converter,
            LoggerFactory = app.LoggerFactory,
        });
        _durable = engine.Client;
        return new DurableRuntime(engine.Client, engine) { History = engine.History };
    }

    private Task<(int Status, string Body)> SendAsync(string verb, string path, string? body = null) =>
        _host.SendAsync(verb, $"{Root}/{path}", "durable", body);

    private async Task<HttpResponseMessage> RequestAsync(string verb, string path, string? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), $"{Root}/{path}");
        request.Headers.Add("x-functions-key", _host.Key("durable"));
        if (token is not null)
            request.Headers.Add("x-ms-continuation-token", token);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await _host.Http.SendAsync(request);
    }

    private async Task<(List<string> Ids, string Token)> PageAsync(string path, string? token)
    {
        using var answer = await RequestAsync("GET", path, token: token);
        return (
            [.. (await JsonOfAsync(answer)).EnumerateArray().Select(i => i.GetProperty("instanceId").GetString()!)],
            string.Concat(answer.Headers.GetValues("x-ms-continuation-token")));
    }

    private static async Task<JsonElement> JsonOfAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    internal sealed class Sample
    {
        [Function("Sale")]
        public static async Task<string> Sale([OrchestrationTrigger] TaskOrchestrationContext context, string? goods)
        {
            context.SetCustomStatus(new { step = "waiting" });
            var price = await context.WaitForExternalEvent<int>("Paid");
            var label = await context.CallActivityAsync<string>("Label", $"{goods} for {price}");
            await context.CreateTimer(TimeSpan.FromMinutes(30), CancellationToken.None);
            return label;
        }

        [Function("Label")]
        public static string Label([ActivityTrigger] string text) => text;

        [Function("Fail")]
        public static Task Fail([OrchestrationTrigger] TaskOrchestrationContext context) => throw new InvalidOperationException("No.");

        [Function("Version")]
        public static string Version([OrchestrationTrigger] TaskOrchestrationContext context, string goods) =>
            $"{context.Version} of {goods}";

        [Function("Illegal")]
        public static async Task Illegal([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await new Elsewhere();
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
        }
    }
}
