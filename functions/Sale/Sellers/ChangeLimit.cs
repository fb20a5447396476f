namespace ChatPay.Functions.Sale.Sellers;

/// <summary>How often a seller may change the mail address, the identity data, the Instagram account and the PayPal account within a
/// day. Each change writes to the vault, which takes only so many writes from all sellers together, or mails everyone whom the account
/// has named. What writes to the vault is counted before it does, so that an attempt that fails later counts as well.</summary>
internal static class ChangeLimit
{
    /// <summary>More than an honest seller needs, typing errors included.</summary>
    public const int Most = 10;

    /// <summary>The time over which changes are counted.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromDays(1);

    /// <summary>The account with the attempt counted, and otherwise unchanged; refused when what is attempted would be, or when there
    /// have been too many.</summary>
    public static SellerDecision CountAttempt(Seller seller, SellerDecision attempted, DateTimeOffset now) =>
        attempted.Next is null ? attempted : Add(seller, seller, now);

    /// <summary>The change, counted; refused when there have been too many. A repeat does not count.</summary>
    public static SellerDecision Count(Seller before, Seller after, DateTimeOffset now) =>
        ReferenceEquals(before, after) ? after : Add(before, after, now);

    private static SellerDecision Add(Seller before, Seller after, DateTimeOffset now)
    {
        var recent = (before.RecentChanges ?? []).Where(at => now - at < Within).ToList();
        return recent.Count < Most
            ? after with { RecentChanges = [.. recent, now] }
            : SellerDecision.Refuse(
                "too-many-changes",
                $"The account has been changed {Most} times within a day: try again after {recent[0] + Within:yyyy-MM-dd HH:mm} UTC.",
                before.StateAt(now));
    }
}
