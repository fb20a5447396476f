using ChatPay.Local.Demo;

namespace ChatPay.Benchmarks.Http;

/// <summary>Assigns shops to callers by number.</summary>
internal sealed class Shops
{
    private readonly Shop[] _shops;

    private Shops(Shop[] shops) => _shops = shops;

    public Shop this[int caller] => _shops[caller % _shops.Length];

    public static async Task<Shops> OpenAsync(SaleStage stage, int count) =>
        new(await Task.WhenAll(Enumerable.Range(0, count).Select(n => Shop.OpenAsync(stage, $"load-{n}"))));
}
