namespace ChatPay.Benchmarks.Load;

/// <summary>Waits in real time, which is what a benchmark measures.</summary>
internal static class Pause
{
#pragma warning disable RS0030 // A load runs on the machine's clock.
    public static Task For(TimeSpan time) => Task.Delay(time);
#pragma warning restore RS0030
}
