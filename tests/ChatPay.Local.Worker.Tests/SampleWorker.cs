using ChatPay.Local.Clock;
using ChatPay.Local.Worker.Sample;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Local.Worker.Tests;

/// <summary>A worker with the sample app, on a clock that stands still.</summary>
internal sealed class SampleWorker : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private SampleWorker(InProcessWorker worker, LocalClock clock) => (Worker, Clock) = (worker, clock);

    public InProcessWorker Worker { get; }

    public LocalClock Clock { get; }

    /// <summary>The entries that its functions recorded.</summary>
    public Notes Notes => Worker.Services.GetRequiredService<Notes>();

    public static async Task<SampleWorker> StartAsync(DateTimeOffset? time = null, DurableTaskClient? durable = null)
    {
        var clock = new LocalClock(new LocalClockOptions { TimeScale = 0, Start = time ?? Start });
        return new SampleWorker(
            await InProcessWorker.StartAsync(
                new InProcessWorkerOptions
                {
                    App = typeof(Notes).Assembly,
                    Clock = clock,
                    DurableClient = () => durable,
                }),
            clock);
    }

    /// <summary>Sends a GET to a function; its status and body.</summary>
    public Task<(int Status, string Body)> GetAsync(
        string function,
        string path,
        string query = "",
        Dictionary<string, string>? route = null,
        CancellationToken cancel = default) => GetAsync(Worker, function, path, query, route, cancel);

    /// <inheritdoc cref="GetAsync(string, string, string, Dictionary{string, string}, CancellationToken)"/>
    public static async Task<(int Status, string Body)> GetAsync(
        InProcessWorker worker,
        string function,
        string path,
        string query = "",
        Dictionary<string, string>? route = null,
        CancellationToken cancel = default)
    {
        using var body = new MemoryStream();
        var http = new DefaultHttpContext();
        http.Request.Method = "GET";
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("127.0.0.1");
        http.Request.Path = path;
        http.Request.QueryString = new QueryString(query);
        http.Response.Body = body;
        await worker.ServeAsync(function, http, route ?? [], cancel);
        return (http.Response.StatusCode, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        Clock.Dispose();
    }
}
