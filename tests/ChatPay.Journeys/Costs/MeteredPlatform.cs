using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Journeys.Platform;
using ChatPay.Local;
using ChatPay.Local.Clock;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ChatPay.Journeys.Costs;

/// <summary>
/// A platform whose use is counted. Functions run one after another, so that the counts are the same in every run: each waits on the
/// clock for a time of its own, and the clock lets everything become idle before it moves on. Where functions of one order overlap on
/// Azure, some more messages are sent and found to have nothing to do.
/// </summary>
internal sealed partial class MeteredPlatform : IAsyncDisposable
{
    /// <summary>The time that passes after each action: the outbox's late trigger comes after half a minute.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(31);

    private readonly string _folder = Directory.CreateTempSubdirectory("chatpay-costs-").FullName;
    private readonly List<string> _functions = [.. FunctionNames()];
    private readonly Meter _meter = new();

    public LocalPlatform Local { get; private set; } = null!;

    public LocalClock Clock => Local.Clock;

    public static async Task<MeteredPlatform> StartAsync(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var platform = new MeteredPlatform();
        platform.Local = await LocalPlatform.StartAsync(
            new LocalPlatformOptions
            {
                DataFolder = platform._folder,
                Port = 0,
                TablePort = 0,
                TimeScale = 0,
                Start = JourneyPlatform.Start,
                Settings = settings ?? new Dictionary<string, string?>(),
                WatchCalls = platform._meter.Called,
                WatchPayPal = platform._meter.Called,
                WatchMessages = queue => platform._meter.Add(Meter.Messages, queue),
                WatchFunctions = function => platform._meter.Add(Meter.Executions, function),
                HoldFunctions = platform.HoldAsync,
            });
        return platform;
    }

    public async ValueTask DisposeAsync()
    {
        if (Local is not null)
            await Local.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs an action and everything that it causes.</summary>
    public async Task DoAsync(Func<Task> what)
    {
        var doing = what();
        while (!doing.IsCompleted)
        {
            await Clock.DrainAsync();
            if (!doing.IsCompleted && Clock.NextDue is { } due && due - Clock.GetUtcNow() is { } wait && wait <= TimeSpan.FromSeconds(10))
                await Clock.AdvanceAsync(wait);
            await Task.Yield();
        }

        await doing;
        await Clock.AdvanceAsync(Rest);
    }

    /// <summary>Runs an action and adds its counts as a column of a table.</summary>
    public async Task CountAsync(CostTable table, string useCase, Func<Task> what)
    {
        var before = await ReadAsync();
        await DoAsync(what);
        table.Add(useCase, before, await ReadAsync());
    }

    private async Task<IReadOnlyDictionary<(string Kind, string Name), int>> ReadAsync()
    {
        var counts = new Dictionary<(string Kind, string Name), int>(_meter.Read());
        await foreach (var instance in Local.Durable.Client.GetAllInstancesAsync(new OrchestrationQuery()))
        {
            var history = Local.Durable.History(instance.InstanceId);
            foreach (var entry in history)
            {
                Add((Meter.History, "history events"), 1);
                // Times are written without trailing zeros, so their fraction is left out of the count.
                Add((Meter.History, "history bytes"), Encoding.UTF8.GetByteCount(entry.Name + Fraction().Replace(entry.Data ?? "", "")));
            }
        }

        return counts;

        void Add((string, string) key, int n) => counts[key] = counts.GetValueOrDefault(key) + n;
    }

    private Task HoldAsync(string function) => Task.Delay(TimeSpan.FromMilliseconds(1 + _functions.IndexOf(function)), Clock);

    /// <summary>Whether the function of this name is an orchestrator or an activity.</summary>
    public static bool IsDurable(string function) => Functions().Any(f => f.Name == function && f.Method.GetParameters()
        .Any(p => p.IsDefined(typeof(OrchestrationTriggerAttribute)) || p.IsDefined(typeof(ActivityTriggerAttribute))));

    private static IEnumerable<string> FunctionNames() => Functions().Select(f => f.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<(string Name, MethodInfo Method)> Functions() =>
        typeof(AccessRules).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Select(method => (method.GetCustomAttribute<FunctionAttribute>(inherit: false)?.Name, method))
            .Where(f => f.Name is not null)
            .Select(f => (f.Name!, f.method));

    [GeneratedRegex(@"(?<=T[0-9]{2}:[0-9]{2}:[0-9]{2})\.[0-9]+")]
    private static partial Regex Fraction();
}
