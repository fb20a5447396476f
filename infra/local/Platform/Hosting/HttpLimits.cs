using ChatPay.Local.Clock;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Hosting;

/// <summary>
/// <c>extensions.http</c> of host.json: <c>maxConcurrentRequests</c> run at once; with those that wait, at most
/// <c>maxOutstandingRequests</c>; any more are answered 429 at once. −1, the default outside of a Consumption plan, is no limit.
/// </summary>
internal sealed class HttpLimits(int maxConcurrent, int maxOutstanding) : IDisposable
{
    private readonly SemaphoreSlim? _slots = maxConcurrent > 0 ? new SemaphoreSlim(maxConcurrent) : null;
    private int _outstanding;

    public async Task RunAsync(HttpContext http, Func<HttpContext, Task> handle)
    {
        try
        {
            if (Interlocked.Increment(ref _outstanding) > maxOutstanding && maxOutstanding > 0)
            {
                http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return;
            }

            if (_slots is null)
                await handle(http);
            else
                await InTurnAsync(_slots, http, handle);
        }
        finally
        {
            Interlocked.Decrement(ref _outstanding);
        }
    }

    public void Dispose() => _slots?.Dispose();

    private static async Task InTurnAsync(SemaphoreSlim slots, HttpContext http, Func<HttpContext, Task> handle)
    {
        try
        {
            using (WorkTracker.WaitsForOthers())
                await slots.WaitAsync(http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            await handle(http);
        }
        finally
        {
            slots.Release();
        }
    }
}
