using ChatPay.Local.Clock;
using ChatPay.Local.Durable;
using ChatPay.Local.Hosting;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;

namespace ChatPay.Benchmarks.Orders;

/// <summary>The functions host and the durable engine as the local platform composes them, with the reference order as the app and one
/// middleware, on the machine's clock.</summary>
internal sealed class OrderHost : IAsyncDisposable
{
    private readonly LocalClock _clock = new();
    private FunctionsHost? _host;
    private DurableEngine? _engine;
    private long _invocations;

    private OrderHost()
    {
    }

    public DurableTaskClient Client => _engine!.Client;

    public long Commits => _engine!.Commits;

    public LocalClock Clock => _clock;

    /// <summary>The number of passes through the middleware.</summary>
    public long Invocations => Interlocked.Read(ref _invocations);

    /// <summary>The engine, for tests that check what is on disk.</summary>
    public DurableEngine Engine => _engine!;

    /// <param name="folder">The folder of <c>durable.db</c>, which may not exist yet.</param>
    public static Task<OrderHost> StartAsync(string folder) => StartAsync(folder, typeof(ReferenceOrder));

    /// <param name="folder">The folder of <c>durable.db</c>, which may not exist yet.</param>
    /// <param name="functions">The class with the functions.</param>
    public static async Task<OrderHost> StartAsync(string folder, Type functions)
    {
        var host = new OrderHost();
        host._host = await FunctionsHost.StartAsync(new FunctionsHostOptions
        {
            Clock = host._clock,
            App = typeof(OrderHost).Assembly,
            Includes = type => type == functions,
            Compose = builder => builder.UseMiddleware((_, next) =>
            {
                Interlocked.Increment(ref host._invocations);
                return next();
            }),
            StartDurable = async app =>
            {
                host._engine = await DurableEngine.StartAsync(new DurableEngineOptions
                {
                    DataFile = Path.Combine(folder, "durable.db"),
                    Clock = host._clock,
                    Functions = app.Functions,
                    Converter = app.Converter,
                    LoggerFactory = app.LoggerFactory,
                });
                return new DurableRuntime(host._engine.Client, host._engine);
            },
        });
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _clock.Dispose();
    }
}
