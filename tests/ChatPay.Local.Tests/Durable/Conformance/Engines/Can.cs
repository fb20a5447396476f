namespace ChatPay.Local.Tests.Durable.Conformance.Engines;

/// <summary>What a test needs of an engine beyond the official API.</summary>
[Flags]
public enum Can
{
    Nothing = 0,

    /// <summary>Its clock can be moved, and stands still otherwise.</summary>
    Clock = 1,

    /// <summary>It can be stopped as by a crash, and goes on after a restart.</summary>
    Restart = 2,

    /// <summary>It can be made to misbehave within its contract.</summary>
    Faults = 4,

    /// <summary>It gives the history of an instance out.</summary>
    History = 8,

    All = Clock | Restart | Faults | History,
}
