namespace ChatPay.Functions.Platform.Reconciliation;

/// <summary>One night's comparison: where it starts, and the entries that failed in earlier nights.</summary>
public sealed class ComparedNight
{
    // As many as fail one by one, of all kinds together. When more do, it is the whole that fails, and their days are compared again.
    internal const int MaxKept = 100;

    private readonly ComparedReport _report;
    private readonly List<UncomparedEntry> _failed;
    private readonly List<UncomparedEntry> _compared = [];
    private readonly List<UncomparedEntry> _givenUp = [];

    internal ComparedNight(
        ComparedReport report,
        DateTimeOffset? comparedTo,
        List<UncomparedEntry> failed,
        IReadOnlyList<string> unreadable,
        DateTimeOffset now)
    {
        (_report, ComparedTo, _failed, Unreadable, Now) = (report, comparedTo, failed, unreadable, now);
        Begin = ComparedReport.BeginOf(comparedTo, now);
    }

    /// <summary>The time of this night, UTC.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The start of what is compared, UTC: a week ago, or where the last night ended if that is longer ago; at most half a
    /// year.</summary>
    public DateTimeOffset Begin { get; }

    /// <summary>The time up to which the lists have been compared, except for <see cref="Failed"/>, UTC; null before the first
    /// night.</summary>
    public DateTimeOffset? ComparedTo { get; }

    /// <summary>The entries that have failed, in earlier nights or in this one.</summary>
    public IReadOnlyList<UncomparedEntry> Failed => _failed;

    /// <summary>The entries that failed in earlier nights, and no longer.</summary>
    public IReadOnlyList<UncomparedEntry> Compared => _compared;

    /// <summary>The keys of rows that cannot be read: nothing tells what could not be compared then.</summary>
    public IReadOnlyList<string> Unreadable { get; }

    /// <summary>The entries of this kind that failed in earlier nights: they are tried again whether the lists still have them or
    /// not.</summary>
    public IReadOnlyList<UncomparedEntry> Of(UncomparedKind kind) => [.. _failed.Where(entry => entry.Kind == kind)];

    /// <summary>Records how the comparison of one kind ended, in which all of <see cref="Of"/> were tried. What failed once more costs
    /// nothing here, and what is over keeps its row until <see cref="ForgetAsync"/>.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="failed">What failed, and the period in which it is to be compared.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether each that failed will be tried again by itself; otherwise its days have to be.</returns>
    public async Task<bool> EndAsync(
        UncomparedKind kind,
        IEnumerable<(string Id, DateTimeOffset From, DateTimeOffset To)> failed,
        CancellationToken cancellationToken)
    {
        var again = failed.DistinctBy(f => f.Id).ToDictionary(f => f.Id, StringComparer.Ordinal);
        foreach (var earlier in Of(kind))
        {
            var hasFailed = again.Remove(earlier.Id);
            if (hasFailed && !ComparedReport.IsTooOld(earlier.FailedAt ?? earlier.Since, Now))
                continue;
            _failed.Remove(earlier);
            (hasFailed ? _givenUp : _compared).Add(earlier);
        }

        if (again.Count > 0 && _failed.Count + again.Count > MaxKept)
            return false;
        foreach (var (id, from, to) in again.Values)
        {
            var entry = new UncomparedEntry(kind, id, ComparedTo ?? Begin, from, to, Now);
            await _report.KeepAsync(entry, cancellationToken);
            _failed.Add(entry);
        }

        return true;
    }
    /// <summary>Deletes the rows of what has been compared, or is no longer tried. Their alerts are settled before: a run that ends between
    /// the two compares them once more.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in _compared)
            await _report.ForgetAsync(entry, isCompared: true, cancellationToken);
        foreach (var entry in _givenUp)
            await _report.ForgetAsync(entry, isCompared: false, cancellationToken);
    }
}
