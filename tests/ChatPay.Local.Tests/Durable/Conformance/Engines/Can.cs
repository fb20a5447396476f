namespace ChatPay.Local.Tests.Durable.Conformance.Engines;

/// <summary>What a test needs from an engine beyond the official API.</summary>
[Flags]
public enum Can
{
    Nothing = 0,

    /// <summary>Its clock moves only when advanced.</summary>
    Clock = 1,

    /// <summary>It can be stopped as if by a crash, and restarted.</summary>
    Restart = 2,

    /// <summary>Faults within its contract can be injected.</summary>
    Faults = 4,

    /// <summary>It returns the history of an instance.</summary>
    History = 8,

    All = Clock | Restart | Faults | History,
}
