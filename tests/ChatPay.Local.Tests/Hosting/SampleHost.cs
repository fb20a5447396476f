using ChatPay.Local.Clock;
using ChatPay.Local.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Local.Tests.Hosting;

/// <summary>A host that runs the functions of one sample class, on a clock that stands still.</summary>
internal sealed class SampleHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _clients = new ServiceCollection().AddHttpClient().BuildServiceProvider();

    private SampleHost(FunctionsHost host, LocalClock clock)
    {
        Host = host;
        Clock = clock;
        Log = host.Services.GetRequiredService<List<string>>();
        Http = _clients.GetRequiredService<IHttpClientFactory>().CreateClient();
        Http.BaseAddress = host.Address;
    }

    public FunctionsHost Host { get; }

    public LocalClock Clock { get; }

    public HttpClient Http { get; }

    public static async Task<SampleHost> StartAsync<T>(
        Func<FunctionsHostOptions, FunctionsHostOptions>? with = null,
        Action<FunctionsApplicationBuilder>? compose = null,
        LocalClock? clock = null)
    {
        clock ??= new LocalClock(new LocalClockOptions { TimeScale = 0, Start = Start });
        var options = new FunctionsHostOptions
        {
            Clock = clock,
            App = typeof(SampleHost).Assembly,
            Includes = type => type == typeof(T),
            Compose = builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Services.AddSingleton<List<string>>();
                compose?.Invoke(builder);
            },
        };
        return new SampleHost(await FunctionsHost.StartAsync(with is null ? options : with(options)), clock);
    }

    /// <summary>The entries that the sample functions recorded.</summary>
    public List<string> Log { get; }

    public async Task<(int Status, string Body)> SendAsync(string verb, string path, string? key = null, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        if (key is not null)
            request.Headers.Add("x-functions-key", Key(key));
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The key of this name: "master", "function" (the host's), "durable", or a function's; an unknown name is returned as a
    /// wrong key.</summary>
    public string Key(string name) => name switch
    {
        "master" => Host.Keys.Master,
        "function" => Host.Keys.Host,
        "durable" => Host.Keys.Durable,
        _ => Host.Keys.Functions.GetValueOrDefault(name) ?? name,
    };

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _clients.DisposeAsync();
        Clock.Dispose();
    }
}
