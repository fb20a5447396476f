using System.Globalization;
using System.Text.Json.Serialization;
using ChatPay.Functions.Platform.Orders;

namespace ChatPay.Functions.Platform.Mail;

/// <summary>A message of the queue <c>outbound-mail</c>: one of the members is set.</summary>
/// <param name="Order">An order event to mail; the text is composed when it is sent.</param>
/// <param name="Seller">A mail about the seller's account.</param>
/// <param name="Alerts">A mail about new operator alerts; the text is composed when it is sent.</param>
public sealed record OutboundMail(OrderNotice? Order = null, SellerMail? Seller = null, AlertDigest? Alerts = null);

/// <summary>A mail to one operator about the alerts that were opened within five minutes. It names neither them nor the operator:
/// both are looked up when it is sent.</summary>
/// <param name="From">The start of the five minutes, UTC.</param>
/// <param name="Recipient">The number of the address in the settings, from 1.</param>
public sealed record AlertDigest(DateTimeOffset From, int Recipient)
{
    // Shorter than the window in which the queue drops duplicates.
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    // An alert is written after it is announced: longer than one attempt of that takes, and a second one.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>The id of the message and of the mail.</summary>
    [JsonIgnore]
    public string Id => string.Create(CultureInfo.InvariantCulture, $"alerts-{From.UtcDateTime:yyyyMMddHHmm}-{Recipient}");

    /// <summary>When it is to be sent, UTC: when all alerts of its time are written.</summary>
    [JsonIgnore]
    public DateTimeOffset DueAt => From + Length + Grace;

    /// <summary>The start of the five minutes to which this time belongs, UTC.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset openedAt) =>
        new(openedAt.UtcTicks - (openedAt.UtcTicks % Length.Ticks), TimeSpan.Zero);

    /// <summary>Whether an alert opened at this time is in it.</summary>
    public bool Covers(DateTimeOffset openedAt) => StartOf(openedAt) == From;
}
