using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.Hosting;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.Worker;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Tests.Hosting;

public sealed class ServiceBusFunctionTests
{
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["InboxQueue"] = "inbox",
        ["Bus__fullyQualifiedNamespace"] = "local",
    };

    [Fact]
    public async Task Message_InAQueue_IsBoundAsTheParameterAsks()
    {
        var bus = new Bus();
        await using var host = await SampleHost.StartAsync<Consumers>(o => o with { Settings = Settings, Listen = bus.Listen });

        foreach (var queue in new[] { "inbox", "plain", "notes", "bytes" })
            await bus.DeliverAsync(queue, """{"text":"hello"}""");

        Assert.Equal(["m-1: hello", """{"text":"hello"}""", "hello 16", "16 bytes"], host.Log);
        Assert.Equal([("bytes", null, true), ("inbox", 8, true), ("notes", null, false), ("plain", null, true)], bus.Listened.Order());
    }

    [Fact]
    public async Task Message_ThatTheFunctionCannotHandle_FailsAtTheBroker()
    {
        var bus = new Bus();
        await using var host = await SampleHost.StartAsync<Consumers>(o => o with { Settings = Settings, Listen = bus.Listen });

        await Assert.ThrowsAsync<FunctionFailedException>(() => bus.DeliverAsync("notes", "no json"));
        await Assert.ThrowsAsync<FunctionFailedException>(() => bus.DeliverAsync("plain", "bad"));
    }

    [Fact]
    public async Task Host_WithoutTheConnectionOfATrigger_SaysWhich()
    {
        var refused = await Assert.ThrowsAsync<PlatformException>(() =>
            SampleHost.StartAsync<Consumers>(o => o with { Listen = new Bus().Listen }));

        Assert.Contains("Bus__fullyQualifiedNamespace", refused.Message, StringComparison.Ordinal);
    }

    internal sealed record Note(string Text);

    internal sealed class Consumers(List<string> log)
    {
        [Function(nameof(TakeMessage))]
        public void TakeMessage(
            [ServiceBusTrigger("%InboxQueue%", Connection = "Bus", IsSessionsEnabled = true)] ServiceBusReceivedMessage message
        ) => log.Add($"{message.MessageId}: {message.Body.ToObjectFromJson<Dictionary<string, string>>()!["text"]}");

        [Function(nameof(TakeText))]
        public Task TakeText([ServiceBusTrigger("plain", Connection = "Bus")] string text)
        {
            if (text == "bad")
                throw new InvalidOperationException(text);
            log.Add(text);
            return Task.CompletedTask;
        }

        [Function(nameof(TakeNote))]
        public void TakeNote(
            [ServiceBusTrigger("notes", Connection = "Bus", AutoCompleteMessages = false)] Note note,
            long sequenceNumber) => log.Add($"{note.Text} {sequenceNumber}");

        [Function(nameof(TakeBytes))]
        public void TakeBytes([ServiceBusTrigger("bytes", Connection = "Bus")] byte[] bytes) => log.Add($"{bytes.Length} bytes");
    }

    private sealed class Bus
    {
        private readonly Dictionary<string, Func<Delivery, CancellationToken, Task>> _handlers = [];

        public List<(string Queue, int? Sessions, bool AutoComplete)> Listened { get; } = [];

        public ListenToMessages Listen => (queue, options, handle) =>
        {
            _handlers.Add(queue, handle);
            Listened.Add((queue, options.MaxConcurrentSessions, options.AutoComplete));
            return new Listener();
        };

        public Task DeliverAsync(string queue, string body)
        {
            var message = new AmqpAnnotatedMessage(AmqpMessageBody.FromData([BinaryData.FromString(body).ToMemory()]));
            message.Header.DeliveryCount = 1;
            message.Properties.MessageId = new AmqpMessageId("m-1");
            message.MessageAnnotations["x-opt-sequence-number"] = 16L;
            return _handlers[queue]
                (
                    new Delivery([ServiceBusReceivedMessage.FromAmqpMessage(message, BinaryData.FromBytes(new byte[16]))], null!),
                    CancellationToken.None);
        }

        private sealed class Listener : IBusListener
        {
            public void StopTaking()
            {
            }

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
