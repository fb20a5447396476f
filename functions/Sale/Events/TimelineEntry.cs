namespace ChatPay.Functions.Sale.Events;

/// <summary>A row of the order's timeline.</summary>
/// <param name="Number">Its position, 1, 2, … (gaps are other rows).</param>
/// <param name="At">UTC.</param>
/// <param name="Event">What happened.</param>
public sealed record TimelineEntry(int Number, DateTimeOffset At, OrderEvent Event);
