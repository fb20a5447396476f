using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;
using ChatPay.Local.Durable.Turns;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Engine;

public sealed class WarmInstancesTests
{
    [Fact]
    public void Instances_OverTheNumber_GoTheLongestUnusedFirst()
    {
        var warm = new WarmInstances(most: 2);
        warm.Put("a", State("a"));
        warm.Put("b", State("b"));
        warm.Put("a", warm.Take("a")!);
        warm.Put("c", State("c"));

        Assert.Null(warm.Row("b"));
        Assert.Equal(["a", "c"], new[] { "a", "c" }.Where(id => warm.Row(id) is not null));
    }

    [Fact]
    public void Instances_OverTheSize_GoTheLongestUnusedFirst()
    {
        var warm = new WarmInstances(mostCharacters: 10_000);
        foreach (var n in Enumerable.Range(0, 20))
            warm.Put($"{n}", State($"{n}", payload: 1000));
        warm.Put("too large to be kept", State("x", payload: 9000));

        var kept = Enumerable.Range(0, 20).Where(n => warm.Row($"{n}") is not null).ToList();
        Assert.Equal([11, 12, 13, 14, 15, 16, 17, 18, 19], kept);
        Assert.Null(warm.Row("too large to be kept"));
    }

    [Fact]
    public void Instance_TakenOut_IsNotThereUntilItIsPutIn()
    {
        var warm = new WarmInstances();
        warm.Put("a", State("a"));

        Assert.NotNull(warm.Take("a"));
        Assert.Null(warm.Take("a"));
    }

    private static InstanceState State(string id, int payload = 1)
    {
        var row = new InstanceRow
        {
            Id = id,
            No = 1,
            Name = "n",
            Execution = "e",
            Status = OrchestrationRuntimeStatus.Running,
            Created = default,
            Updated = default,
        };
        List<HistoryEvent> history = [new() { Kind = HistoryKind.EventRaised, Data = new string('x', payload) }];
        return new InstanceState(row, history, 1) { Size = InstanceState.SizeOf(history) };
    }
}
