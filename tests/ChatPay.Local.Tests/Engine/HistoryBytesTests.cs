using ChatPay.Local.Durable.History;

namespace ChatPay.Local.Tests.Engine;

public sealed class HistoryBytesTests
{
    private static readonly HistoryEvent Whole = new()
    {
        Kind = HistoryKind.ExecutionStarted,
        Seq = int.MaxValue,
        Name = "Übergabe 🚚",
        Data = "{\"text\":\"" + new string('ß', 5000) + "\"}",
        At = DateTime.MaxValue.Ticks,
        Instance = "child-1",
        Execution = "0123456789abcdef",
        Flag = true,
        Failure = new Failure("T", "M", "S", new Failure("Inner", "why", null, null), Final: true),
        Parent = new ParentLink("p", "Parent", "e", 7),
        Tags = new Dictionary<string, string> { ["shop"] = "läden" },
        Version = "1.2",
    };

    [Fact]
    public void Message_WithEveryField_IsReadAsItWasWritten()
    {
        var read = HistoryBytes.ReadMessage(HistoryBytes.OfMessage(Whole));

        Assert.Equal(Whole.Tags, read.Tags);
        Assert.Equal(Whole, read with { Tags = Whole.Tags });
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void Message_WithLittle_IsReadAsItWasWritten(string? data)
    {
        var message = new HistoryEvent { Kind = HistoryKind.EventRaised, Seq = -1, Data = data };

        Assert.Equal(message, HistoryBytes.ReadMessage(HistoryBytes.OfMessage(message)));
    }

    [Fact]
    public void Turn_OfSeveralEvents_IsReadInOrderWithTheExecutionNamedOnce()
    {
        List<HistoryEvent> turn =
        [
            new() { Kind = HistoryKind.TurnStarted, At = 638_000_000_000_000_000 },
            Whole,
            new() { Kind = HistoryKind.TaskCompleted, Seq = 3, Data = "1", Execution = "0123456789abcdef" },
        ];
        List<HistoryEvent> read = [];

        HistoryBytes.ReadTurn(HistoryBytes.OfTurn(turn), read);

        Assert.Equal(
            [turn[0], Whole, turn[2] with { Execution = null }],
            read.Select(e => e.Tags is null ? e : e with { Tags = Whole.Tags }));
    }
}
