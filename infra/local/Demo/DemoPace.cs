namespace ChatPay.Local.Demo;

/// <summary>The pauses of a demo that somebody watches.</summary>
/// <param name="Begin">Awaited before the first step, once the platform runs.</param>
/// <param name="AfterStep">Awaited after each step.</param>
/// <param name="End">Awaited after the last step, while the platform still runs.</param>
internal sealed record DemoPace(Func<LocalPlatform, Task> Begin, Func<Task> AfterStep, Func<Task> End);
