namespace ChatPay.Journeys.Crash;

/// <summary>Tests that start processes run one after the other: several at once only slow each other down.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessesCollection
{
    public const string Name = "processes";
}
