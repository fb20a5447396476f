using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Features.Reconciliation;

/// <summary>The days on which everything that our orders have booked was found at the provider: they are not compared again. A day
/// with something missing is, until it is found, or too old.</summary>
public sealed class ComparedDays(ChatPayTables tables)
{
    private const string Partition = "report";
    private const string Row = "days";

    /// <param name="Found">The days, in UTC.</param>
    private sealed record Days(IReadOnlyList<DateOnly> Found);

    /// <summary>All days that are still relevant.</summary>
    public async Task<IReadOnlySet<DateOnly>> FindAsync(CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.Reconciliation, Partition, Row, cancellationToken) is { } row
            ? Documents.FromRow<Days>(row).Found.ToHashSet()
            : [];

    /// <summary>Replaces the days.</summary>
    public Task WriteAsync(IEnumerable<DateOnly> found, CancellationToken cancellationToken) =>
        tables.Reconciliation.UpsertEntityAsync(
            Documents.ToRow(Partition, Row, new Days([.. found.Order()])), TableUpdateMode.Replace, cancellationToken);
}
