namespace ChatPay.Functions.Platform.Storage;

/// <summary>Divides what would be one busy partition. A key always maps to the same shard, in every version of the app.</summary>
internal static class Shards
{
    /// <summary>The shard of a key, from 0.</summary>
    /// <param name="key">Such as an order's id.</param>
    /// <param name="count">The number of shards.</param>
    public static uint Of(string key, uint count) => key.Aggregate(17u, (hash, c) => unchecked((hash * 31) + c)) % count;
}
