using System.Net.Http.Json;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Shared.Messaging;
using ChatPay.Journeys.Crash;
using ChatPay.Local;

namespace ChatPay.Journeys.Startup;

/// <summary>The queues of a running platform, looked into from another terminal.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class BusCommandTests
{
    [Fact]
    public async Task DeadLetters_OfARunningPlatform_AreShownAndPutBack()
    {
        using var folder = new ScratchFolder();
        await using var platform = await LocalPlatform.StartAsync(new LocalPlatformOptions { DataFolder = folder.Path, Port = 0, TablePort = 0, TimeScale = 0 });
        await using var client = platform.Bus.CreateClient();
        await client.CreateSender(Queues.Kicks).SendMessageAsync(new ServiceBusMessage("no json") { MessageId = "m-1" });
        await platform.Clock.DrainAsync();

        var counts = await LocalProgram.RunAsync("bus", "--data", folder.Path);
        Assert.Equal((0, ""), (counts.ExitCode, counts.Errors));
        Assert.Matches($@"{Queues.Kicks}\s+0\s+0\s+0\s+0\s+1", counts.Output);
        Assert.Contains("order-events/Subscriptions/everything", counts.Output, StringComparison.Ordinal);

        var shown = await LocalProgram.RunAsync("bus", "dead-letters", Queues.Kicks, "--data", folder.Path);
        Assert.Contains("10 deliveries  MaxDeliveryCountExceeded", shown.Output, StringComparison.Ordinal);
        Assert.Contains("m-1  no json", shown.Output, StringComparison.Ordinal);

        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = platform.Control };
        var number = (await http.GetFromJsonAsync<List<DeadLetter>>($"bus/dead-letters?of={Queues.Kicks}"))!.Single().SequenceNumber;
        var put = await LocalProgram.RunAsync("bus", "resubmit", Queues.Kicks, $"{number}", "--data", folder.Path);
        Assert.Contains("1 put back into kicks.", put.Output, StringComparison.Ordinal);

        // It dies again, as a new message.
        await platform.Clock.DrainAsync();
        Assert.NotEqual(number, (await http.GetFromJsonAsync<List<DeadLetter>>($"bus/dead-letters?of={Queues.Kicks}"))!.Single().SequenceNumber);
        OneSentence.Check(await LocalProgram.RunAsync("bus", "resubmit", Queues.Kicks, $"{number}", "--data", folder.Path), $"has one of the numbers {number}");
    }

    [Theory]
    [InlineData("Say what: bus, bus dead-letters QUEUE", "bus", "dead-letters")]
    [InlineData("Say what: bus, bus dead-letters QUEUE", "bus", "resubmit", "kicks", "some")]
    [InlineData("No platform runs on the data folder", "bus", "--data", "/nowhere/at/all")]
    public async Task Bus_AskedForNonsense_SaysWhatThereIs(string sentence, params string[] arguments) =>
        OneSentence.Check(await LocalProgram.RunAsync(arguments), sentence);
}
