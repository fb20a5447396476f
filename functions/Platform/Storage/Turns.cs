using System.Security.Cryptography;

namespace ChatPay.Functions.Platform.Storage;

/// <summary>Lets the writers of one row take turns. Writers that decide on a version they have read make each other start again, and
/// with many at once the unlucky ones run out of attempts. In one process they queue, in the order in which they come; those of other
/// processes are met by attempts that are repeated, after a while that grows and differs.</summary>
internal sealed class Turns(TimeProvider time)
{
    /// <summary>Attempts that a writer makes before it gives up: together at most some eight seconds of waiting.</summary>
    public const int MaxAttempts = 20;

    // A writer of another process is met once or twice by chance: no reason to wait.
    private const int AtOnce = 3;
    private const int MaxWait = 500;

    // Rows share a queue where their keys fall together; nobody holds two turns, so that none waits for another in a circle.
    private readonly SemaphoreSlim[] _queues = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Does it when the writers who came before have done theirs. <paramref name="write"/> takes no other turn.</summary>
    /// <param name="key">Names the row, such as its partition.</param>
    /// <param name="write">One writer's attempts.</param>
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

    /// <summary>Waits after an attempt that another process was faster than.</summary>
    /// <param name="attempt">From 0.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task AfterAsync(int attempt, CancellationToken cancellationToken) => attempt < AtOnce
        ? Task.CompletedTask
        : Task.Delay(
            TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, Math.Min(MaxWait, 4 << Math.Min(attempt, 20)) + 1)),
            time, cancellationToken);
}
