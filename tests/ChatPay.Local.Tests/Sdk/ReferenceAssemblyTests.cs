using ChatPay.ReferenceAssemblies.Listing;

namespace ChatPay.Local.Tests.Sdk;

/// <summary>The reference assemblies say what the lists say, and the lists what the packages have.</summary>
public sealed class ReferenceAssemblyTests(GeneratedAssemblies generated) : IClassFixture<GeneratedAssemblies>
{
    public static TheoryData<string> Lists => [.. SurfaceList.All.Select(l => l.Name)];

    public static TheoryData<string> ListsOfPackages => [.. SurfaceList.All.Where(l => l.IsInAPackage).Select(l => l.Name)];

    [Theory]
    [MemberData(nameof(Lists))]
    public void ReferenceAssembly_ListedAgain_SaysWhatTheListSays(string name)
    {
        Assert.Empty(generated.Of(name).Unexpressed);
        Assert.Empty(ListDifferences.Between(SurfaceList.Named(name).Entries, generated.Listed(name)));
    }

    [Theory]
    [MemberData(nameof(ListsOfPackages))]
    public void List_ComparedWithThePackage_IsTheSame(string name)
    {
        using var packages = new MetadataAssemblies();
        var list = SurfaceList.Named(name);

        Assert.Empty(ListDifferences.Between(list.Entries, list.OfThePackage(packages).Entries));
    }

    /// <summary>The rest have no other proof than where they are from; the day that one of them restores, it is compared too.</summary>
    [Fact]
    public void Lists_ThatNoPackageHereConfirms_AreTheServiceBusTriggers() => Assert.Equal(
        ["Microsoft.Azure.Functions.Worker.Extensions.ServiceBus"], SurfaceList.All.Where(l => !l.IsInAPackage).Select(l => l.Name));

    /// <summary>The lists name attributes without their namespaces; source generators look for the whole name.</summary>
    [Theory]
    [MemberData(nameof(ListsOfPackages))]
    public void ReferenceAssembly_ItsAttributes_AreOfThePackagesTypes(string name)
    {
        using var packages = new MetadataAssemblies();
        var types = SurfaceList.Named(name).Entries.Where(e => e.Kind == 'T').Select(e => e.Type).ToHashSet();

        Assert.Equal(
            AttributeNames.Of(packages.Load(SurfaceList.Named(name).Assembly), types), AttributeNames.Of(generated.Load(name), types));
    }

    [Fact]
    public void ReferenceAssembly_OfTheServiceBusTriggers_HasTheWorkersOwnDefaultValue()
    {
        var trigger = generated.Load("Microsoft.Azure.Functions.Worker.Extensions.ServiceBus").GetType("Microsoft.Azure.Functions.Worker.ServiceBusTriggerAttribute")!;

        Assert.Equal(
            "Microsoft.Azure.Functions.Worker.Extensions.Abstractions.DefaultValueAttribute",
            Assert.Single(trigger.GetProperty("IsBatched")!.GetCustomAttributesData()).AttributeType.FullName);
    }

    [Theory]
    [InlineData("object Official() => new ServiceBusTriggerAttribute(\"kicks\") { IsSessionsEnabled = true };", null)]
    [InlineData("object NotThere() => new ServiceBusTriggerAttribute(\"kicks\") { Prefetch = 8 };", "CS0117")]
    [InlineData("object ReadOnly() => new ServiceBusTriggerAttribute(\"kicks\") { QueueName = \"other\" };", "CS0200")]
    [InlineData("object NoSuchOverload() => new ServiceBusTriggerAttribute();", "CS1729")]
    [InlineData("ServiceBusMessageActions Protected() => new();", "CS0122")]
    [InlineData("string Nullable(ServiceBusTriggerAttribute trigger) => trigger.Connection;", "CS8603")]
    [InlineData("class Incomplete : Microsoft.DurableTask.TaskOrchestrationContext { }", "CS0534")]
    public void ReferenceAssembly_CodeThatIsCompiledAgainstIt_IsJudgedAsByTheOfficialOne(string member, string? complaint)
    {
        var complaints = generated.Complaints($"using Microsoft.Azure.Functions.Worker; public class App {{ public {member} }}");

        Assert.Equal(complaint is null ? [] : [complaint], complaints);
    }
}
