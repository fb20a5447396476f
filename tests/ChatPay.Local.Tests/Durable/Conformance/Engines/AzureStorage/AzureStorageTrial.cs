using System.Collections.Concurrent;
using System.Globalization;
using Azure.Storage.Queues;
using DurableTask.AzureStorage;
using DurableTask.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable.Conformance.Engines.AzureStorage;

/// <summary>DurableTask.AzureStorage, the storage backend on Azure, on Azurite and in real time: one task hub per trial, with the
/// settings of the durable extension and one partition.</summary>
internal sealed class AzureStorageTrial : RealTimeTrial
{
    private static readonly ConcurrentBag<Task> Stopping = [];
    private static int _hubs;
    private readonly StorageTasks _tasks;
    private readonly StorageLog _log = new();
    private List<QueueClient> _queues = [];
    private TaskHubWorker? _worker;
    private StorageClient? _client;

    public AzureStorageTrial() => _tasks = new StorageTasks(Loggers);

    public override DurableTaskClient Client => _client!;

    /// <summary>Completes when every hub has stopped.</summary>
    public static Task StoppedAsync() => Task.WhenAll(Stopping);

    public override void Orchestrator<TInput, TOutput>(string name, Func<TaskOrchestrationContext, TInput, Task<TOutput>> code) =>
        _tasks.Orchestrator(name, code);

    public override void Activity<TInput, TOutput>(string name, Func<TInput, TOutput> code) => _tasks.Activity(name, code);

    public override async Task OpenAsync()
    {
        var connection = await AzuriteStorage.ConnectionStringAsync();
        var hub = $"hub{Interlocked.Increment(ref _hubs).ToString(CultureInfo.InvariantCulture)}";
        var service = new AzureStorageOrchestrationService(new AzureStorageOrchestrationServiceSettings
        {
            StorageAccountClientProvider = new StorageAccountClientProvider(connection),
            TaskHubName = hub,
            PartitionCount = 1,
            MaxQueuePollingInterval = TimeSpan.FromMilliseconds(100),
            UseAppLease = false,
            ThrowExceptionOnInvalidDedupeStatus = true,
            LoggerFactory = _log,
        });
        await service.CreateIfNotExistsAsync();
        _queues = [new QueueClient(connection, $"{hub}-control-00"), new QueueClient(connection, $"{hub}-workitems")];
        _client = new StorageClient(service, Time);
        _worker = new TaskHubWorker(service) { ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails };
        _worker.AddOrchestrationDispatcherMiddleware(_tasks.RunOrchestrationAsync);
        _worker.AddActivityDispatcherMiddleware(_tasks.RunActivityAsync);
        await _worker.StartAsync();
    }

    /// <summary>Completes when no message is available and none is being handled, twice in a row: one may be in between.</summary>
    public override async Task RestAsync()
    {
        for (var quiet = 0; quiet < 2;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), Time);
            quiet = _log.IsQuiet && await IsEmptyAsync() && _log.IsQuiet ? quiet + 1 : 0;
        }
    }

    /// <summary>Queues count in whole seconds: a timer may fire a second late.</summary>
    public override async Task PassAsync(TimeSpan time)
    {
        await base.PassAsync(time);
        await RestAsync();
    }

    protected override Task<TaskFailureDetails> FailureOfAsync(OrchestrationMetadata end) => _client!.FailureInHistoryAsync(end.InstanceId);

    public override ValueTask DisposeAsync()
    {
        if (_worker is not null)
            Stopping.Add(_worker.StopAsync(isForced: true));
        return ValueTask.CompletedTask;
    }

    private async Task<bool> IsEmptyAsync()
    {
        foreach (var queue in _queues)
        {
            if ((await queue.PeekMessageAsync()).Value is not null)
                return false;
        }

        return true;
    }
}
