using ChatPay.ReferenceAssemblies.Listing;

namespace ChatPay.Local.Tests.Sdk;

/// <summary>The official public API, of all the lists together.</summary>
internal static class OfficialSurface
{
    public static IReadOnlyList<SurfaceEntry> All { get; } = [.. SurfaceList.All.SelectMany(l => l.Entries).DistinctBy(e => e.Id)];
}
