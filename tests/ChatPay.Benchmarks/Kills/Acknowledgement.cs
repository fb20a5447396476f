namespace ChatPay.Benchmarks.Kills;

/// <summary>The acknowledgements of an order, in the order in which its client gets them. One letter on the wire.</summary>
internal enum Acknowledgement
{
    Started = 'S',
    Paid = 'P',
    Shipped = 'H',
    Completed = 'C',
}
