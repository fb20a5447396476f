using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Pages;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Tests.Payments;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace ChatPay.Functions.Tests.Web;

/// <summary>An app that cannot read its queues is not ready, however well tables and vault respond.</summary>
public sealed class HealthReadyTests : IAsyncLifetime
{
    private static readonly TimeSpan NotForEver = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _clock = new();
    private LocalStores _stores = null!;

    public async ValueTask InitializeAsync() => _stores = await LocalStores.StartAsync();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task Queues_ThatRespond_AreReady() =>
        Assert.Equal(200, Assert.IsType<JsonAnswer>(await AskAsync(_stores.Bus)).Status);

    [Fact]
    public Task Queues_WithoutTheRightToReceive_AreNotReady() =>
        Assert.ThrowsAsync<UnauthorizedAccessException>(() => AskAsync(Refusing(new UnauthorizedAccessException("Listen"))));

    [Fact]
    public Task Queues_ThatDoNotRespond_AreNotReady() => Assert.ThrowsAsync<ServiceBusException>(
        () => AskAsync(Refusing(new ServiceBusException("gone", ServiceBusFailureReason.ServiceCommunicationProblem))));

    /// <summary>Anybody may ask; each look costs three requests.</summary>
    [Fact]
    public async Task Calls_AtOnceOrShortlyAfter_ShareOneLook()
    {
        var answer = new TaskCompletionSource<ServiceBusReceivedMessage>();
        var bus = new Answering(() => answer.Task);
        var ask = Asking(bus);
        var calls = Enumerable.Range(0, 50).Select(_ => ask()).ToList();
        answer.SetResult(null!);
        await Task.WhenAll(calls);
        await ask();
        Assert.Equal(1, bus.Peeks);

        _clock.Advance(TimeSpan.FromSeconds(5));
        await ask();
        Assert.Equal(2, bus.Peeks);
    }

    [Fact]
    public async Task Queues_ThatNeverRespond_AreNotReadyAfterADeadline()
    {
        var bus = new Answering(() => new TaskCompletionSource<ServiceBusReceivedMessage>().Task);
        var ask = Asking(bus);
        var call = ask();
        await bus.Asked.WaitAsync(NotForEver, Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(call.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(503, (await Assert.ThrowsAsync<ProblemException>(() => call.WaitAsync(NotForEver, Cancelled))).Status);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Task<IResult> AskAsync(ServiceBusClient bus) => Asking(bus)();

    // Each call has its own function, as in the app.
    private Func<Task<IResult>> Asking(ServiceBusClient bus)
    {
        var readiness = new Readiness(_stores.Tables, new SecretVault(_stores.Secrets), new Queues(bus, _clock), _clock);
        return () => new HealthReady(readiness).RunAsync(new DefaultHttpContext().Request, Cancelled);
    }

    private static Answering Refusing(Exception e) => new(() => Task.FromException<ServiceBusReceivedMessage>(e));

    private sealed class Answering(Func<Task<ServiceBusReceivedMessage>> peek) : ServiceBusClient
    {
        private readonly TaskCompletionSource _asked = new();
        private int _peeks;

        public int Peeks => _peeks;

        public Task Asked => _asked.Task;

        public override ServiceBusReceiver CreateReceiver(string queueName) => new Receiver(this);

        private Task<ServiceBusReceivedMessage> PeekAsync()
        {
            Interlocked.Increment(ref _peeks);
            _asked.TrySetResult();
            return peek();
        }

        private sealed class Receiver(Answering bus) : ServiceBusReceiver
        {
            public override Task<ServiceBusReceivedMessage> PeekMessageAsync(
                long? fromSequenceNumber = null, CancellationToken cancellationToken = default) => bus.PeekAsync();

            public override Task CloseAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
        }
    }
}
