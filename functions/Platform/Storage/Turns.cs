using System.Security.Cryptography;

namespace ChatPay.Functions.Platform.Storage;

/// <summary>Queues the writers of one row. Optimistic writers make each other start again, and with many at once the unlucky ones
/// run out of attempts. Within one process they queue in order of arrival; conflicts with other processes are retried, after
/// growing and jittered delays.</summary>
internal sealed class Turns(TimeProvider time)
{
    /// <summary>The attempts of a writer before it gives up: about eight seconds of waiting at most.</summary>
    public const int MaxAttempts = 20;

    // Conflicts with another process occur once or twice by chance: no reason to wait.
    private const int AtOnce = 3;
    private const int MaxWait = 500;

    // Rows share a queue when their hashes collide; nobody holds two turns, so there is no deadlock.
    private readonly SemaphoreSlim[] _queues = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Runs the write after those that came before. <paramref name="write"/> must not take another turn.</summary>
    /// <param name="key">Identifies the row, such as its partition.</param>
    /// <param name="write">The attempts of one writer.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<T> TakeAsync<T>(string key, Func<Task<T>> write, CancellationToken cancellationToken)
    {
        var queue = _queues[(key.GetHashCode(StringComparison.Ordinal) & int.MaxValue) % _queues.Length];
        await queue.WaitAsync(cancellationToken);
        try
        {
            return await write();
        }
        finally
        {
            queue.Release();
        }
    }

    /// <summary>Waits after an attempt that lost to another process.</summary>
    /// <param name="attempt">From 0.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task AfterAsync(int attempt, CancellationToken cancellationToken) => attempt < AtOnce
        ? Task.CompletedTask
        : Task.Delay(
            TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, Math.Min(MaxWait, 4 << Math.Min(attempt, 20)) + 1)),
            time, cancellationToken);
}
