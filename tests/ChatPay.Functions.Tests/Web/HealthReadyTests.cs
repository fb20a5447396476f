using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Pages;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Tests.Payments;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Tests.Web;

/// <summary>An app that cannot read its queues is not ready, however well tables and vault respond.</summary>
public sealed class HealthReadyTests : IAsyncLifetime
{
    private LocalStores _stores = null!;

    public async ValueTask InitializeAsync() => _stores = await LocalStores.StartAsync();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task Queues_ThatRespond_AreReady() =>
        Assert.Equal(200, Assert.IsType<JsonAnswer>(await AskAsync(_stores.Bus)).Status);

    [Fact]
    public Task Queues_WithoutTheRightToReceive_AreNotReady() =>
        Assert.ThrowsAsync<UnauthorizedAccessException>(() => AskAsync(new Refusing(new UnauthorizedAccessException("Listen"))));

    [Fact]
    public Task Queues_ThatDoNotRespond_AreNotReady() => Assert.ThrowsAsync<ServiceBusException>(
        () => AskAsync(new Refusing(new ServiceBusException("gone", ServiceBusFailureReason.ServiceCommunicationProblem))));

    private Task<IResult> AskAsync(ServiceBusClient bus) =>
        new HealthReady(_stores.Tables, new SecretVault(_stores.Secrets), new Queues(bus, _stores.Clock))
            .RunAsync(new DefaultHttpContext().Request, TestContext.Current.CancellationToken);

    private sealed class Refusing(Exception e) : ServiceBusClient
    {
        public override ServiceBusReceiver CreateReceiver(string queueName) => new Receiver(e);

        private sealed class Receiver(Exception e) : ServiceBusReceiver
        {
            public override Task<ServiceBusReceivedMessage> PeekMessageAsync(
                long? fromSequenceNumber = null, CancellationToken cancellationToken = default) =>
                Task.FromException<ServiceBusReceivedMessage>(e);

            public override Task CloseAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
        }
    }
}
