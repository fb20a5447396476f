using Azure.Data.Tables;

namespace ChatPay.Functions.Platform.Storage;

/// <summary>A row is there, but holds nothing that this version can read: it was edited by hand, restored in part, or written by a
/// later version. Reading it again does not help, unlike after a failure of the storage.</summary>
internal sealed class UnreadableRowException(TableEntity row, Exception cause)
    : Exception($"The row {row.PartitionKey}/{row.RowKey} cannot be read: {cause.Message}", cause);
