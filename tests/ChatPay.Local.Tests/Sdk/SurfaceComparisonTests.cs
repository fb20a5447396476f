using System.Reflection;
using ChatPay.ReferenceAssemblies.Listing;

namespace ChatPay.Local.Tests.Sdk;

/// <summary>The comparison sees what it is there to see: each test spoils one thing of the real local SDK.</summary>
public sealed class SurfaceComparisonTests
{
    private const string DeadLetter =
        "M:Microsoft.Azure.Functions.Worker.ServiceBusMessageActions.DeadLetterMessageAsync(Azure.Messaging.ServiceBus.ServiceBusReceivedMessage,System.Collections.Generic.Dictionary{System.String,System.Object},System.String,System.String,System.Threading.CancellationToken)";

    private const string UseMiddleware =
        "M:Microsoft.Extensions.Hosting.MiddlewareWorkerApplicationBuilderExtensions.UseMiddleware``1(Microsoft.Azure.Functions.Worker.IFunctionsWorkerApplicationBuilder)";

    private readonly List<SurfaceEntry> _local = [.. AssemblySurface.Of(Assembly.Load("ChatPay.Local.Sdk.FunctionsWorker"))];

    [Fact]
    public void Comparison_OverloadMissing_IsReported()
    {
        Assert.Equal(1, _local.RemoveAll(e => e.Id == UseMiddleware));

        Reports("overload that is missing", UseMiddleware);
    }

    [Fact]
    public void Comparison_WholeGroupMissing_IsASubset()
    {
        Assert.Equal(2, _local.RemoveAll(e => e.Name == "Microsoft.Extensions.Hosting.MiddlewareWorkerApplicationBuilderExtensions.UseMiddleware"));

        Assert.Empty(new SurfaceComparison(OfficialSurface.All, _local).Differences());
    }

    [Fact]
    public void Comparison_ConstructorMissing_IsReported()
    {
        const string Constructor = "M:Microsoft.Azure.Functions.Worker.ServiceBusTriggerAttribute.#ctor(System.String)";
        Assert.Equal(1, _local.RemoveAll(e => e.Id == Constructor));

        Reports("overload that is missing", Constructor);
    }

    [Theory]
    [InlineData(DeadLetter, "string? deadLetterReason", "string? reason")]
    [InlineData(DeadLetter, "deadLetterErrorDescription = null", "deadLetterErrorDescription = \"\"")]
    [InlineData(DeadLetter, "virtual ", "")]
    [InlineData(DeadLetter, "string? deadLetterReason", "string deadLetterReason")]
    [InlineData("F:Microsoft.Azure.Functions.Worker.AuthorizationLevel.User", "value=1", "value=2")]
    [InlineData("P:Microsoft.Azure.Functions.Worker.ServiceBusTriggerAttribute.IsBatched", "{ get;set; }", "{ get;init; }")]
    [InlineData("T:Microsoft.Azure.Functions.Worker.FunctionWorkerException", "base=System.Exception", "base=System.IO.IOException")]
    [InlineData("T:Microsoft.Azure.Functions.Worker.TimerTriggerAttribute", "sealed class", "class")]
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
        _local.Add(new SurfaceEntry("P:Microsoft.Azure.Functions.Worker.ServiceBusTriggerAttribute.Priority", "type=int { get;set; }", []));

        Reports("not official", "P:Microsoft.Azure.Functions.Worker.ServiceBusTriggerAttribute.Priority");
    }

    [Fact]
    public void Comparison_EnumValueMissing_IsReported()
    {
        Assert.Equal(1, _local.RemoveAll(e => e.Id == "F:Microsoft.Azure.Functions.Worker.AuthorizationLevel.System"));

        Reports("member that is missing of a type that must be whole", "F:Microsoft.Azure.Functions.Worker.AuthorizationLevel.System");
    }

    [Fact]
    public void Comparison_AttributeMissing_IsReported()
    {
        const string IsBatched = "P:Microsoft.Azure.Functions.Worker.ServiceBusTriggerAttribute.IsBatched";
        var at = _local.FindIndex(e => e.Id == IsBatched);
        _local[at] = _local[at] with { Attributes = [] };

        Reports("attribute that is missing", IsBatched);
    }

    private void Reports(string what, string id)
    {
        var difference = Assert.Single(new SurfaceComparison(OfficialSurface.All, _local).Differences());
        Assert.Equal((what, id), (difference.What, difference.Entry.Id));
    }
}
