using ChatPay.ReferenceAssemblies.Listing;

namespace ChatPay.Local.Tests.Sdk;

/// <summary>The app may be compiled against infra/extensions/ServiceBus, or against the official package in its place.</summary>
public sealed class ServiceBusExtensionTests
{
    private const string Official = "Microsoft.Azure.Functions.Worker.Extensions.ServiceBus";

    [Fact]
    public void Extension_ComparedWithTheOfficialList_IsTheSame()
    {
        using var metadata = new MetadataAssemblies();
        var extension = metadata.LoadFrom(Path.Combine(AppContext.BaseDirectory, "ChatPay.Extensions.ServiceBus.dll"));

        Assert.Empty(ListDifferences.Between(SurfaceList.Named(Official).Entries, SurfaceList.Of(extension).Entries));
    }

    /// <summary>A publish reads these: without the first, the app is published without Service Bus, and nothing says so.</summary>
    [Fact]
    public void Extension_ItsAssembly_NamesTheHostsPackageAndItsStartup()
    {
        using var metadata = new MetadataAssemblies();
        var extension = metadata.LoadFrom(Path.Combine(AppContext.BaseDirectory, "ChatPay.Extensions.ServiceBus.dll"));

        Assert.Equal(["Microsoft.Azure.WebJobs.Extensions.ServiceBus", "5.17.0"], Arguments("ExtensionInformationAttribute"));
        Assert.Equal(["Microsoft.Azure.Functions.Worker.ServiceBusExtensionStartup"], Arguments("WorkerExtensionStartupAttribute"));

        IEnumerable<string?> Arguments(string attribute) =>
            extension.GetCustomAttributesData().Single(a => a.AttributeType.Name == attribute).ConstructorArguments.Select(a => a.Value!.ToString());
    }
}
