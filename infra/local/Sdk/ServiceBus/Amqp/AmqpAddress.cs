using System.ComponentModel;

namespace Azure.Core.Amqp;

/// <summary>An address in a message's properties.</summary>
public readonly struct AmqpAddress : IEquatable<AmqpAddress>
{
    private readonly string _address;

    public AmqpAddress(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        _address = address;
    }

    public bool Equals(AmqpAddress other) => string.Equals(_address, other._address, StringComparison.Ordinal);

    public bool Equals(string other) => string.Equals(_address, other, StringComparison.Ordinal);

    [EditorBrowsable(EditorBrowsableState.Never)]
    public override bool Equals(object obj) => obj is AmqpAddress other && Equals(other);

    [EditorBrowsable(EditorBrowsableState.Never)]
    public override int GetHashCode() => _address?.GetHashCode(StringComparison.Ordinal) ?? 0;

    public override string ToString() => _address;

    public static bool operator ==(AmqpAddress left, AmqpAddress right) => left.Equals(right);

    public static bool operator !=(AmqpAddress left, AmqpAddress right) => !left.Equals(right);
}
