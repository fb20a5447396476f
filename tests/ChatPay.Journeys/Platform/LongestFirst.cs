using ChatPay.Journeys.Chat;
using ChatPay.Journeys.Crash;
using ChatPay.Journeys.Platform;
using ChatPay.Journeys.Sales;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace ChatPay.Journeys.Platform;

/// <summary>Starts the longest collections first. Tests that start processes run one after the other, for minutes: by name they
/// started late, and ran alone when everything else had ended.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [nameof(FaultMatrixJourneys), nameof(InboundJourneys)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => Rank(c.TestCollectionDisplayName)).ThenBy(c => c.UniqueID, StringComparer.Ordinal)];

    private static int Rank(string collection) => collection == ProcessesCollection.Name ? 0
        : Long.Any(name => collection.Contains(name, StringComparison.Ordinal)) ? 1
        : 2;
}
