using ChatPay.Local.Durable.History;

namespace ChatPay.Local.Durable.Storage;

/// <summary>All that a turn needs of an instance.</summary>
internal sealed record InstanceState(InstanceRow? Row, List<HistoryEvent> History, int Turns, List<InboxRow> Inbox);
