using System.Globalization;
using System.Text;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Http;

namespace ChatPay.Functions.Features.Mail;

/// <summary>The text of a mail about new alerts: what the operator's desk says about each, and its address. Alerts refer to things by
/// id only, so no mail holds identity data or an address.</summary>
internal static class AlertMails
{
    /// <summary>How many alerts are described; the others are counted.</summary>
    internal const int MaxDescribed = 20;

    // The pages are also in other languages; how these addresses like to be written to is not known.
    private static readonly PageWords Words = new("en", "ops");

    /// <summary>Subject and text.</summary>
    /// <param name="alerts">The new alerts, in the order in which to list them; at least one.</param>
    /// <param name="desk">The address of the operator's desk.</param>
    public static (string Subject, string Text) For(IReadOnlyList<OperatorAlert> alerts, Uri desk)
    {
        var text = new StringBuilder();
        foreach (var alert in alerts.Take(MaxDescribed))
        {
            var key = $"alert.{alert.Kind}";
            var (title, toDo) = Words.Knows(key) ? (Words.Text(key), Words.Text($"{key}.do")) : (alert.Kind, alert.ToDo);
            text.Append(CultureInfo.InvariantCulture, $"{title}\n{alert.What}\nWhat to do: {toDo}\n")
                .Append(
                    CultureInfo.InvariantCulture,
                    $"About {alert.OrderId ?? alert.Subject}, {alert.OpenedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC.\n\n");
        }

        if (alerts.Count > MaxDescribed)
            text.Append(CultureInfo.InvariantCulture, $"And {alerts.Count - MaxDescribed} more.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"The operator's desk: {desk}\n");
        return ($"ChatPay: {alerts.Count} new {(alerts.Count == 1 ? "alert" : "alerts")}", text.ToString());
    }
}
