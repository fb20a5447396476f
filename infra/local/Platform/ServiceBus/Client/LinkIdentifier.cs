namespace ChatPay.Local.ServiceBus.Client;

/// <summary>Generates identifiers for clients, senders and receivers created without one.</summary>
internal static class LinkIdentifier
{
    private static long _last;

    public static string For(string subject, string? given) =>
        string.IsNullOrEmpty(given) ? $"{subject}-{Interlocked.Increment(ref _last)}" : given;
}
