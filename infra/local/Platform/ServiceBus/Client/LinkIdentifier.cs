namespace ChatPay.Local.ServiceBus.Client;

/// <summary>Names clients, senders and receivers that were not given a name.</summary>
internal static class LinkIdentifier
{
    private static long _last;

    public static string For(string subject, string? given) =>
        string.IsNullOrEmpty(given) ? $"{subject}-{Interlocked.Increment(ref _last)}" : given;
}
