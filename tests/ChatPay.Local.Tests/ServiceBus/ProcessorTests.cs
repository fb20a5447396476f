using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus;

public sealed class ProcessorTests : BusFixture
{
    private readonly ConcurrentQueue<string> _handled = [];
    private readonly ConcurrentQueue<ProcessErrorEventArgs> _errors = [];

    protected override QueueOptions Options => new() { MaxDeliveryCount = 2 };

    [Fact]
    public async Task Processor_Started_HandlesAndCompletes()
    {
        await using var processor = Processor(new ServiceBusProcessorOptions { MaxConcurrentCalls = 2 });
        await SendAsync("one");
        await processor.StartProcessingAsync();
        await SendAsync("two");
        await Clock.DrainAsync();

        Assert.True(processor.IsProcessing);
        Assert.Equal(["one", "two"], _handled.Order());
        Assert.Equal(new QueueStatus(Queue, 0, 0, 0, 0, 0), Assert.Single(Broker.Queues));
    }

    [Fact]
    public async Task Processor_WhoseHandlerThrows_TellsItsErrorHandlerAndDeadLettersInTheEnd()
    {
        await using var processor = Processor();
        await processor.StartProcessingAsync();

        await SendAsync("poison");
        await Clock.DrainAsync();

        Assert.Equal(["poison", "poison"], _handled);
        Assert.All(
            _errors,
            e =>
                Assert.Equal(
                    (ServiceBusErrorSource.ProcessMessageCallback, Queue, "poison"),
                    (e.ErrorSource, e.EntityPath, e.Exception.Message)));
        Assert.Equal(2, _errors.Count);
        Assert.Single(Broker.Peek(Queue, deadLetters: true, 10));
    }

    [Fact]
    public async Task Processor_WithoutAutoComplete_LeavesItToTheHandler()
    {
        await using var processor = Processor(new ServiceBusProcessorOptions { AutoCompleteMessages = false });
        await processor.StartProcessingAsync();

        await SendAsync("complete");
        await SendAsync("leave");
        await Clock.DrainAsync();

        Assert.Equal(1, Assert.Single(Broker.Queues).Locked);
    }

    [Fact]
    public async Task Processor_Stopped_HandlesNothingMoreAndStartsAgain()
    {
        await using var processor = Processor();
        await processor.StartProcessingAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => processor.StartProcessingAsync());
        await processor.StopProcessingAsync();

        await SendAsync("one");
        await Clock.DrainAsync();
        Assert.Empty(_handled);

        await processor.StartProcessingAsync();
        await Clock.DrainAsync();
        Assert.Equal(["one"], _handled);
    }

    [Fact]
    public async Task SessionProcessor_Started_OpensHandlesAndClosesEachSession()
    {
        Broker.DeclareQueue("chats", new QueueOptions { RequiresSession = true });
        await using var processor = Client.CreateSessionProcessor(
            "chats",
            new ServiceBusSessionProcessorOptions { MaxConcurrentSessions = 1 });
        processor.SessionInitializingAsync += e => Note($"open {e.SessionId}");
        processor.SessionClosingAsync += e => Note($"close {e.SessionId}");
        processor.ProcessErrorAsync += e => Note(e.Exception.Message);
        processor.ProcessMessageAsync += async e =>
        {
            var count = (await e.GetSessionStateAsync())?.ToObjectFromJson<int>() ?? 0;
            await e.SetSessionStateAsync(BinaryData.FromObjectAsJson(count + 1));
            await Note($"{e.Message.Body} is {count}");
        };

        var sender = Client.CreateSender("chats");
        await sender.SendMessagesAsync([Of("a", "a1"), Of("b", "b1"), Of("a", "a2")]);
        await processor.StartProcessingAsync();
        await Clock.DrainAsync();

        Assert.Equal(["open a", "a1 is 0", "a2 is 1", "close a", "open b", "b1 is 0", "close b"], _handled);
    }

    [Fact]
    public async Task SessionProcessor_ThatReleasesItsSession_LetsOthersComeFirst()
    {
        Broker.DeclareQueue("chats", new QueueOptions { RequiresSession = true });
        await using var processor = Client.CreateSessionProcessor(
            "chats",
            new ServiceBusSessionProcessorOptions { MaxConcurrentSessions = 1 });
        processor.ProcessErrorAsync += e => Note(e.Exception.Message);
        processor.ProcessMessageAsync += e =>
        {
            e.ReleaseSession();
            return Note(e.Message.Body.ToString());
        };

        await Client.CreateSender("chats").SendMessagesAsync([Of("a", "a1"), Of("b", "b1"), Of("a", "a2")]);
        await processor.StartProcessingAsync();
        await Clock.DrainAsync();

        Assert.Equal(["a1", "b1", "a2"], _handled);
    }

    [Fact]
    public async Task SessionProcessor_WhoseOpeningFails_TellsItsErrorHandlerAndTriesAgainLater()
    {
        Broker.DeclareQueue("chats", new QueueOptions { RequiresSession = true });
        await using var processor = Client.CreateSessionProcessor("chats");
        var openings = 0;
        processor.SessionInitializingAsync += _ => ++openings < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        processor.ProcessErrorAsync += e => Note(e.Exception.Message);
        processor.ProcessMessageAsync += e => Note(e.Message.Body.ToString());
        await Client.CreateSender("chats").SendMessageAsync(Of("a", "a1"));

        await processor.StartProcessingAsync();
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["not yet", "not yet", "a1"], _handled);
    }

    [Fact]
    public async Task Processor_WithoutHandlers_DoesNotStart()
    {
        await using var processor = Client.CreateProcessor(Queue);
        processor.ProcessErrorAsync += _ => Task.CompletedTask;

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => processor.StartProcessingAsync());

        Assert.Contains("ProcessMessageAsync", error.Message, StringComparison.Ordinal);
        processor.ProcessMessageAsync += _ => Task.CompletedTask;
        await processor.StartProcessingAsync();
    }

    [Fact]
    public async Task Processor_OfTheWrongKind_IsRefused()
    {
        await using var processor = Client.CreateSessionProcessor(Queue);
        processor.ProcessMessageAsync += _ => Task.CompletedTask;
        processor.ProcessErrorAsync += _ => Task.CompletedTask;

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => processor.StartProcessingAsync());

        Assert.Contains("does not require sessions", error.Message, StringComparison.Ordinal);
    }

    private static ServiceBusMessage Of(string session, string body) => new(body) { SessionId = session };

    private ServiceBusProcessor Processor(ServiceBusProcessorOptions? options = null)
    {
        var processor = Client.CreateProcessor(Queue, options ?? new ServiceBusProcessorOptions());
        processor.ProcessErrorAsync += e =>
        {
            _errors.Enqueue(e);
            return Task.CompletedTask;
        };
        processor.ProcessMessageAsync += async e =>
        {
            _handled.Enqueue(e.Message.Body.ToString());
            if (e.Message.Body.ToString() == "poison")
                throw new InvalidOperationException("poison");
            if (e.Message.Body.ToString() == "complete")
                await e.CompleteMessageAsync(e.Message);
        };
        return processor;
    }

    private Task Note(string what)
    {
        _handled.Enqueue(what);
        return Task.CompletedTask;
    }
}
