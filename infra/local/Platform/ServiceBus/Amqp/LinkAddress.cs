using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>What a link is attached to.</summary>
/// <param name="Entity">The path of the entity; empty for <c>$cbs</c>.</param>
/// <param name="Node">The node: the entity's messages, its management, or the connection's claims.</param>
internal sealed record LinkAddress(string Entity, LinkAddress.Kind Node)
{
    public enum Kind
    {
        Messages,
        Management,
        Claims,
    }

    /// <exception cref="AmqpException">The link is attached to something that is not served.</exception>
    public static LinkAddress Of(AmqpLinkSettings link)
    {
        var address = (link.Role is true ? link.Target as Target : (object?)(link.Source as Source)) switch
        {
            Target target => target.Address,
            Source source => source.Address,
            _ => throw new AmqpException(AmqpErrorCode.NotImplemented, "The local Service Bus has no transactions."),
        };

        // Senders and receivers use a path as the address; management links may have a leading slash.
        var path = Uri.UnescapeDataString(address?.ToString() ?? "").Trim('/');
        if (path == AmqpNames.Claims)
            return new LinkAddress("", Kind.Claims);
        return path.EndsWith("/" + AmqpNames.Management, StringComparison.OrdinalIgnoreCase)
            ? new LinkAddress(path[..^(AmqpNames.Management.Length + 1)], Kind.Management)
            : new LinkAddress(path, Kind.Messages);
    }
}
