namespace ChatPay.Local.Tests.ServiceBus.Amqp;

/// <summary>Waits for effects behind a socket, which the execution context does not track.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<bool> condition)
    {
        var since = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(since.Elapsed < Most, "It has not come true.");
            await Task.Yield();
        }
    }
}
