using ChatPay.Local.Durable.Storage;
using ChatPay.Local.Durable.Turns;

namespace ChatPay.Local.Tests.Engine;

public sealed class TimerWindowTests
{
    private readonly SortedSet<TimerRow> _disk = new(TimerRow.ByDueTime);
    private int _reads;

    [Fact]
    public void Timers_AddedRemovedAndTakenInAnyOrder_FireOnceAndInOrder()
    {
        const int rounds = 20_000;
        var random = new Random(7);
        var window = new TimerWindow(Read, page: 4);
        List<TimerRow> fired = [];
        var now = 0L;
        var added = 0;
        for (var round = 0; round < rounds; round++)
        {
            switch (random.Next(5))
            {
                case < 3 when added < rounds / 2:
                    var timer = Timer(now + random.Next(1, 200), ++added);
                    _disk.Add(timer);
                    window.Add([timer]);
                    break;
                case 3 when _disk.Count > 0:
                    var gone = _disk.ElementAt(random.Next(Math.Min(_disk.Count, 50)));
                    _disk.Remove(gone);
                    window.Remove([gone]);
                    break;
                default:
                    now++;
                    Assert.Equal(_disk.Count == 0 ? long.MaxValue : _disk.Min.Due, window.FirstDue);
                    while (window.TryTake(now, out var due))
                    {
                        Assert.Equal(_disk.Min, due);
                        _disk.Remove(due);
                        window.Remove([due]);
                        fired.Add(due);
                    }

                    Assert.True(_disk.Count == 0 || _disk.Min.Due > now);
                    break;
            }
        }

        Assert.True(fired.Count > 1000, $"{fired.Count} fired");
        Assert.Equal(fired.Count, fired.Distinct().Count());
    }

    [Fact]
    public void Window_OnVeryManyTimers_ReadsOnePageOfThem()
    {
        for (var n = 0; n < 100_000; n++)
            _disk.Add(Timer(1000, n));
        var window = new TimerWindow(Read, page: 100);

        Assert.Equal(1000, window.FirstDue);
        window.Add([Timer(2000, 1)]);
        Assert.False(window.TryTake(999, out _));

        Assert.Equal(1, _reads);
    }

    /// <summary>A timer that has fired stays on disk until the turn it caused is committed.</summary>
    [Fact]
    public void Timer_ThatIsFiring_IsNotTakenAgain()
    {
        _disk.UnionWith(Enumerable.Range(1, 10).Select(n => Timer(5, n)));
        var window = new TimerWindow(Read, page: 3);

        var taken = 0;
        while (window.TryTake(5, out _))
            taken++;

        Assert.Equal(10, taken);
        Assert.Equal(long.MaxValue, window.FirstDue);
    }

    private static TimerRow Timer(long due, int no) => new(due, $"i{no}", 0, "e") { No = no };

    private List<TimerRow> Read(TimerRow? after, int count)
    {
        _reads++;
        return [.. _disk.Where(t => after is not { } a || TimerRow.ByDueTime.Compare(t, a) > 0).Take(count)];
    }
}
