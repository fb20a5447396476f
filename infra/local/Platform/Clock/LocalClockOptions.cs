namespace ChatPay.Local.Clock;

/// <summary>How the clock starts and runs.</summary>
public sealed record LocalClockOptions
{
    /// <summary>Seconds of this clock per second of the machine's; with 0 the clock moves only by
    /// <see cref="LocalClock.AdvanceAsync"/>.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>The initial time; the machine's when null. Ignored when the state file exists.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>The file that keeps the time across restarts, so that it never goes back; null keeps it in memory only.</summary>
    public string? StateFile { get; init; }

    /// <summary>Called with one sentence about an error that no caller sees: the state file cannot be written, or a timer's callback
    /// throws.</summary>
    public Action<string> Report { get; init; } = Console.Error.WriteLine;

#pragma warning disable RS0030 // The one place that may name the machine's clock.
    /// <summary>The machine's clock.</summary>
    public TimeProvider Machine { get; init; } = TimeProvider.System;
#pragma warning restore RS0030
}
