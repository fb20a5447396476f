namespace ChatPay.Local.Clock;

/// <summary>Computes the time of a clock that runs at a multiple of the machine's speed, or stands still. Guarded by the clock.</summary>
internal sealed class Pace(DateTimeOffset start, DateTimeOffset realStart, double scale)
{
    private DateTimeOffset _anchor = start;
    private DateTimeOffset _realAnchor = realStart;
    private double _scale = scale;

    public bool Stands => _scale == 0;

    public DateTimeOffset At(DateTimeOffset real) => Stands ? _anchor : _anchor + ((real - _realAnchor) * _scale);

    /// <summary>The machine time until this clock reaches <paramref name="time"/>.</summary>
    public TimeSpan Until(DateTimeOffset time, DateTimeOffset real) => (time - At(real)) / _scale;

    /// <returns>The time at which the clock now stands.</returns>
    public DateTimeOffset Stop(DateTimeOffset real)
    {
        _anchor = At(real);
        _scale = 0;
        return _anchor;
    }

    public void Go(DateTimeOffset real, double scale)
    {
        _realAnchor = real;
        _scale = scale;
    }

    /// <summary>Moves a stopped clock forward, never back.</summary>
    /// <returns>The time before the move.</returns>
    public DateTimeOffset MoveTo(DateTimeOffset time)
    {
        var before = _anchor;
        if (time > _anchor)
            _anchor = time;
        return before;
    }
}
