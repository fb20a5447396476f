using System.Net.Http.Json;
using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Journeys.Crash;
using ChatPay.Local;
using ChatPay.Local.Control;

namespace ChatPay.Journeys.Startup;

/// <summary>The queues of a running platform, inspected from another terminal.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class BusCommandTests
{
    [Fact]
    public async Task DeadLetters_OfARunningPlatform_AreShownAndPutBack()
    {
        using var folder = new ScratchFolder();
        await using var platform = await LocalPlatform.StartAsync(
            new LocalPlatformOptions
            {
                DataFolder = folder.Path,
                Port = 0,
                TablePort = 0,
                TimeScale = 0,
            });
        await using var client = platform.Bus.CreateClient();
        await client.CreateSender(Queues.OutboxTriggers).SendMessageAsync(new ServiceBusMessage("no json") { MessageId = "m-1" });
        await platform.Clock.DrainAsync();

        var counts = await LocalProgram.RunAsync("bus", "--data", folder.Path);
        Assert.Equal((0, ""), (counts.ExitCode, counts.Errors));
        Assert.Matches($@"{Queues.OutboxTriggers}\s+0\s+0\s+0\s+0\s+1", counts.Output);
        Assert.Contains("order-events/Subscriptions/everything", counts.Output, StringComparison.Ordinal);

        var shown = await LocalProgram.RunAsync("bus", "dead-letters", Queues.OutboxTriggers, "--data", folder.Path);
        Assert.Contains("10 deliveries  MaxDeliveryCountExceeded", shown.Output, StringComparison.Ordinal);
        Assert.Contains("m-1  no json", shown.Output, StringComparison.Ordinal);

        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = platform.Control };
        var number = (await http.GetFromJsonAsync<List<DeadLetter>>($"bus/dead-letters?of={Queues.OutboxTriggers}"))!
            .Single().SequenceNumber;
        var put = await LocalProgram.RunAsync("bus", "resubmit", Queues.OutboxTriggers, $"{number}", "--data", folder.Path);
        Assert.Contains("1 put back into outbox-triggers.", put.Output, StringComparison.Ordinal);

        // It is dead-lettered again, as a new message.
        await platform.Clock.DrainAsync();
        Assert.NotEqual(
            number,
            (await http.GetFromJsonAsync<List<DeadLetter>>($"bus/dead-letters?of={Queues.OutboxTriggers}"))!.Single().SequenceNumber);
        OneSentence.Check(
            await LocalProgram.RunAsync("bus", "resubmit", Queues.OutboxTriggers, $"{number}", "--data", folder.Path),
            $"has one of the numbers {number}");
    }

    [Fact]
    public async Task DeadLetters_MoreThanAPageAndOfValues_AreAllShown()
    {
        using var folder = new ScratchFolder();
        await using var platform = await LocalPlatform.StartAsync(
            new LocalPlatformOptions
            {
                DataFolder = folder.Path,
                Port = 0,
                TablePort = 0,
                TimeScale = 0,
            });
        await using var client = platform.Bus.CreateClient();
        await client.CreateSender("order-events").SendMessagesAsync(Enumerable.Range(0, 1001).Select(n => Saying(n)));
        var receiver = client.CreateReceiver("order-events", "everything");
        await Task.WhenAll((await receiver.ReceiveMessagesAsync(1001)).Select(m => receiver.DeadLetterMessageAsync(m, "Old")));

        var shown = await LocalProgram.RunAsync("bus", "dead-letters", "order-events/Subscriptions/everything", "--data", folder.Path);

        Assert.Contains("the number 1000", shown.Output, StringComparison.Ordinal);
        Assert.Equal(1001, shown.Output.Split('\n').Count(line => line.Contains(" deliveries  Old", StringComparison.Ordinal)));
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = platform.Control };
        using var ofNone = await http.GetAsync(new Uri("bus/dead-letters", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)ofNone.StatusCode);
    }

    [Theory]
    [InlineData("Say what: bus, bus dead-letters QUEUE", "bus", "dead-letters")]
    [InlineData("Say what: bus, bus dead-letters QUEUE", "bus", "dead-letters", "--port", "7071")]
    [InlineData("Say what: bus, bus dead-letters QUEUE", "bus", "resubmit", "outbox-triggers", "some")]
    [InlineData("No platform runs on the data folder", "bus", "--data", "/nowhere/at/all")]
    public async Task Bus_AskedForNonsense_SaysWhatThereIs(string sentence, params string[] arguments) =>
        OneSentence.Check(await LocalProgram.RunAsync(arguments), sentence);

    // A body that is an AMQP value, not bytes.
    private static ServiceBusMessage Saying(int number)
    {
        var message = new ServiceBusMessage();
        message.GetRawAmqpMessage().Body = AmqpMessageBody.FromValue($"the number {number}");
        return message;
    }
}
