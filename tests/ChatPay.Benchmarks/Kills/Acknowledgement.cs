namespace ChatPay.Benchmarks.Kills;

/// <summary>What a client was told, in the order in which it is told of one order. One letter on the wire.</summary>
internal enum Acknowledgement
{
    Started = 'S',
    Paid = 'P',
    Shipped = 'H',
    Completed = 'C',
}
