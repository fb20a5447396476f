namespace ChatPay.Functions.Platform.Storage;

/// <summary>Does the same for many, so many at a time: what waits for the network need not wait in a row, and what is due at once must not
/// take all connections from those who wait for an answer.</summary>
internal static class Many
{
    /// <summary>At most so many at a time.</summary>
    public const int AtOnce = 16;

    /// <summary>What was found for each, in their order.</summary>
    /// <param name="source">All of them.</param>
    /// <param name="each">Done for each; what it throws is thrown when the others of its turn have ended, and ends all.</param>
    public static async Task<IReadOnlyList<TResult>> SelectAsync<T, TResult>(IEnumerable<T> source, Func<T, Task<TResult>> each)
    {
        var results = new List<TResult>();
        foreach (var some in source.Chunk(AtOnce))
            results.AddRange(await Task.WhenAll(some.Select(each)));
        return results;
    }

    /// <summary>The same, without a result, for what is read as it comes.</summary>
    public static async Task ForEachAsync<T>(IAsyncEnumerable<T> source, Func<T, Task> each, CancellationToken cancellationToken)
    {
        await foreach (var some in source.Chunk(AtOnce).WithCancellation(cancellationToken))
            await Task.WhenAll(some.Select(each));
    }

    /// <summary>The same, without a result.</summary>
    public static async Task ForEachAsync<T>(IEnumerable<T> source, Func<T, Task> each)
    {
        foreach (var some in source.Chunk(AtOnce))
            await Task.WhenAll(some.Select(each));
    }
}
