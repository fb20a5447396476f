namespace ChatPay.Functions.Platform.Storage;

/// <summary>Runs an operation for many items with limited concurrency: network calls need not run one after another, and what is
/// due at once must not take all connections from callers who wait.</summary>
internal static class Many
{
    /// <summary>The most operations at a time.</summary>
    public const int AtOnce = 16;

    /// <summary>The results, in the order of the source.</summary>
    /// <param name="source">The items.</param>
    /// <param name="each">The operation; an exception is thrown when the concurrent ones have ended, and stops the rest.</param>
    public static async Task<IReadOnlyList<TResult>> SelectAsync<T, TResult>(IEnumerable<T> source, Func<T, Task<TResult>> each)
    {
        var results = new List<TResult>();
        foreach (var some in source.Chunk(AtOnce))
            results.AddRange(await Task.WhenAll(some.Select(each)));
        return results;
    }

    /// <summary>Runs an operation without a result for a stream of items.</summary>
    public static async Task ForEachAsync<T>(IAsyncEnumerable<T> source, Func<T, Task> each, CancellationToken cancellationToken)
    {
        await foreach (var some in source.Chunk(AtOnce).WithCancellation(cancellationToken))
            await Task.WhenAll(some.Select(each));
    }

    /// <summary>Runs an operation without a result.</summary>
    public static async Task ForEachAsync<T>(IEnumerable<T> source, Func<T, Task> each)
    {
        foreach (var some in source.Chunk(AtOnce))
            await Task.WhenAll(some.Select(each));
    }
}
