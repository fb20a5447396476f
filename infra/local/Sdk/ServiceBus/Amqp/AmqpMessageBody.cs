using System.ComponentModel;

namespace Azure.Core.Amqp;

/// <summary>The body of a message: bytes, one value, or sequences of values.</summary>
public class AmqpMessageBody
{
    private readonly object _content;

    [EditorBrowsable(EditorBrowsableState.Never)]
    public AmqpMessageBody(IEnumerable<ReadOnlyMemory<byte>> data)
        : this(AmqpMessageBodyType.Data, data)
    {
    }

    private AmqpMessageBody(AmqpMessageBodyType bodyType, object content)
    {
        ArgumentNullException.ThrowIfNull(content);
        BodyType = bodyType;
        _content = content;
    }

    public AmqpMessageBodyType BodyType { get; }

    public static AmqpMessageBody FromData(IEnumerable<ReadOnlyMemory<byte>> data) => new(data);

    public static AmqpMessageBody FromSequence(IEnumerable<IList<object>> sequence) => new(AmqpMessageBodyType.Sequence, sequence);

    public static AmqpMessageBody FromValue(object value) => new(AmqpMessageBodyType.Value, value);

    public bool TryGetData(out IEnumerable<ReadOnlyMemory<byte>> data) => TryGet(AmqpMessageBodyType.Data, out data);

    public bool TryGetSequence(out IEnumerable<IList<object>> sequence) => TryGet(AmqpMessageBodyType.Sequence, out sequence);

    public bool TryGetValue(out object value) => TryGet(AmqpMessageBodyType.Value, out value);

    private bool TryGet<T>(AmqpMessageBodyType bodyType, out T content)
        where T : class
    {
        content = BodyType == bodyType ? (T)_content : null;
        return content is not null;
    }
}
