using ChatPay.Local.Durable.History;

namespace ChatPay.Local.Durable.Storage;

/// <summary>A message that no turn has processed yet.</summary>
internal readonly record struct InboxRow(long N, HistoryEvent Event);
