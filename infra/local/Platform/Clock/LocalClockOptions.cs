namespace ChatPay.Local.Clock;

/// <summary>How the clock starts and runs.</summary>
public sealed record LocalClockOptions
{
    /// <summary>Seconds of this clock per second of the machine's; 0 stands still and moves by
    /// <see cref="LocalClock.AdvanceAsync"/> alone.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>Where a new clock starts; the machine's time when null. A state file that exists wins.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Where the time is kept over a restart, so that it never goes back; null keeps it in memory only.</summary>
    public string? StateFile { get; init; }

    /// <summary>Told in one sentence what goes wrong where nobody waits: the state file cannot be written, a timer's callback
    /// throws.</summary>
    public Action<string> Report { get; init; } = Console.Error.WriteLine;

#pragma warning disable RS0030 // The one place that may name the machine's clock.
    /// <summary>The clock it runs with.</summary>
    public TimeProvider Machine { get; init; } = TimeProvider.System;
#pragma warning restore RS0030
}
