namespace ChatPay.Local.Demo;

/// <summary>How fast the demo is played, for somebody who watches.</summary>
/// <param name="Begin">Before the first step, when the platform runs.</param>
/// <param name="AfterStep">After each step.</param>
/// <param name="End">After all of it, while the platform still runs.</param>
internal sealed record DemoPace(Func<LocalPlatform, Task> Begin, Func<Task> AfterStep, Func<Task> End);
