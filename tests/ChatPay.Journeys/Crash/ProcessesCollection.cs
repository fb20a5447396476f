namespace ChatPay.Journeys.Crash;

/// <summary>Tests that start processes run one after the other: in parallel they only slow each other down.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessesCollection
{
    public const string Name = "processes";
}
