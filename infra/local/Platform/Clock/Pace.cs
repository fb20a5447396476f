namespace ChatPay.Local.Clock;

/// <summary>What time it is on a clock that runs at some multiple of the machine's, or stands still. Guarded by the clock.</summary>
internal sealed class Pace(DateTimeOffset start, DateTimeOffset realStart, double scale)
{
    private DateTimeOffset _anchor = start;
    private DateTimeOffset _realAnchor = realStart;
    private double _scale = scale;

    public bool Stands => _scale == 0;

    public DateTimeOffset At(DateTimeOffset real) => Stands ? _anchor : _anchor + ((real - _realAnchor) * _scale);

    /// <summary>How long of the machine's time <paramref name="time"/> is away.</summary>
    public TimeSpan Until(DateTimeOffset time, DateTimeOffset real) => (time - At(real)) / _scale;

    /// <returns>The time at which it stands from now on.</returns>
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

    /// <summary>Puts a clock that stands forward; never back.</summary>
    /// <returns>Where it stood.</returns>
    public DateTimeOffset MoveTo(DateTimeOffset time)
    {
        var before = _anchor;
        if (time > _anchor)
            _anchor = time;
        return before;
    }
}
