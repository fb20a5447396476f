using System.Reflection;

namespace ChatPay.Local.Tests.Sdk;

/// <summary>The comparison sees what it is there to see: each test spoils one thing of the real local SDK.</summary>
public sealed class SurfaceComparisonTests
{
    private const string DeadLetter =
        "M:Azure.Messaging.ServiceBus.ServiceBusReceiver.DeadLetterMessageAsync(Azure.Messaging.ServiceBus.ServiceBusReceivedMessage,System.String,System.String,System.Threading.CancellationToken)";

    private readonly List<SurfaceEntry> _local = [.. LocalSurface.Of(Assembly.Load("ChatPay.Local.Sdk.ServiceBus"))];

    [Fact]
    public void Comparison_OverloadMissing_IsReported()
    {
        Assert.Equal(1, _local.RemoveAll(e => e.Id == DeadLetter));

        Reports("overload that is missing", DeadLetter);
    }

    [Fact]
    public void Comparison_WholeGroupMissing_IsASubset()
    {
        Assert.Equal(3, _local.RemoveAll(e => e.Name == "Azure.Messaging.ServiceBus.ServiceBusReceiver.DeadLetterMessageAsync"));

        Assert.Empty(new SurfaceComparison(OfficialSurface.All, _local).Differences());
    }

    [Fact]
    public void Comparison_ConstructorMissing_IsReported()
    {
        const string Constructor = "M:Azure.Messaging.ServiceBus.ServiceBusMessage.#ctor(System.String)";
        Assert.Equal(1, _local.RemoveAll(e => e.Id == Constructor));

        Reports("overload that is missing", Constructor);
    }

    [Theory]
    [InlineData(DeadLetter, "string deadLetterReason", "string reason")]
    [InlineData(DeadLetter, "deadLetterErrorDescription = null", "deadLetterErrorDescription = \"\"")]
    [InlineData(DeadLetter, "virtual ", "")]
    [InlineData(DeadLetter, "string deadLetterReason", "string? deadLetterReason")]
    [InlineData("F:Azure.Messaging.ServiceBus.SubQueue.DeadLetter", "value=1", "value=2")]
    [InlineData("P:Azure.Messaging.ServiceBus.ServiceBusMessage.Body", "{ get;set; }", "{ get;init; }")]
    [InlineData("T:Azure.Messaging.ServiceBus.ServiceBusException", "base=System.Exception", "base=System.IO.IOException")]
    [InlineData("T:Azure.Messaging.ServiceBus.ServiceBusMessageBatch", "sealed class", "class")]
    public void Comparison_SomethingChanged_IsReported(string id, string official, string changed)
    {
        var at = _local.FindIndex(e => e.Id == id);
        Assert.Contains(official, _local[at].Facts, StringComparison.Ordinal);
        _local[at] = _local[at] with { Facts = _local[at].Facts.Replace(official, changed) };

        Reports("different", id);
    }

    [Fact]
    public void Comparison_MemberThatIsNotOfficial_IsReported()
    {
        _local.Add(new SurfaceEntry("P:Azure.Messaging.ServiceBus.ServiceBusMessage.Priority", "type=int { get;set; }", []));

        Reports("not official", "P:Azure.Messaging.ServiceBus.ServiceBusMessage.Priority");
    }

    [Fact]
    public void Comparison_EnumValueMissing_IsReported()
    {
        Assert.Equal(1, _local.RemoveAll(e => e.Id == "F:Azure.Messaging.ServiceBus.SubQueue.TransferDeadLetter"));

        Reports("member that is missing of a type that must be whole", "F:Azure.Messaging.ServiceBus.SubQueue.TransferDeadLetter");
    }

    [Fact]
    public void Comparison_AttributeMissing_IsReported()
    {
        const string Equality = "M:Azure.Core.Amqp.AmqpAddress.Equals(System.Object)";
        var at = _local.FindIndex(e => e.Id == Equality);
        _local[at] = _local[at] with { Attributes = [] };

        Reports("attribute that is missing", Equality);
    }

    private void Reports(string what, string id)
    {
        var difference = Assert.Single(new SurfaceComparison(OfficialSurface.All, _local).Differences());
        Assert.Equal((what, id), (difference.What, difference.Entry.Id));
    }
}
