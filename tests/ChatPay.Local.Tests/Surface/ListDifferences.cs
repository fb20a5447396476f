namespace ChatPay.Local.Tests.Surface;

/// <summary>The differences between two lists of an API, line by line.</summary>
internal static class ListDifferences
{
    /// <returns>"- " before entries of the first only, "+ " before entries of the second only.</returns>
    public static IReadOnlyList<string> Between(IEnumerable<SurfaceEntry> expected, IEnumerable<SurfaceEntry> actual)
    {
        var (first, second) = (expected.Select(e => e.ToString()).ToHashSet(), actual.Select(e => e.ToString()).ToHashSet());
        return
        [
            .. first.Except(second).Select(l => "- " + l).Concat(second.Except(first).Select(l => "+ " + l))
                .OrderBy(l => l[2..], StringComparer.Ordinal),
        ];
    }
}
