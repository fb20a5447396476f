namespace ChatPay.Local.Tests.Surface;

/// <summary>Where two lists of one API are not the same, line by line.</summary>
internal static class ListDifferences
{
    /// <returns>"- " before what only the first has, "+ " before what only the second has.</returns>
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
