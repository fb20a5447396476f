namespace ChatPay.Local.Tests.ServiceBus.Amqp;

/// <summary>Waits for what goes on behind a socket, where no flow of execution tells of it.</summary>
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
