namespace Azure.Core.Amqp;

/// <summary>Which of the three kinds of AMQP body a message has.</summary>
public enum AmqpMessageBodyType
{
    Data = 0,
    Value = 1,
    Sequence = 2,
}
