using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Tests.Surface;

/// <summary>The app may be compiled against infra/extensions/ServiceBus, or against the official package in its place.</summary>
public sealed class ServiceBusExtensionTests
{
    private const string Official = "Microsoft.Azure.Functions.Worker.Extensions.ServiceBus";

    private static readonly Assembly Extension = typeof(ServiceBusTriggerAttribute).Assembly;

    [Fact]
    public void Extension_ComparedWithTheOfficialList_IsTheSame() =>
        Assert.Empty(ListDifferences.Between(SurfaceList.Named(Official), AssemblySurface.Of(Extension)));

    /// <summary>Publishing reads these: without the first, the app silently has no Service Bus.</summary>
    [Fact]
    public void Extension_ItsAssembly_NamesTheHostsPackageAndItsStartup()
    {
        Assert.Equal(["Microsoft.Azure.WebJobs.Extensions.ServiceBus", "5.17.0"], Arguments("ExtensionInformationAttribute"));
        Assert.Equal(["Microsoft.Azure.Functions.Worker.ServiceBusExtensionStartup"], Arguments("WorkerExtensionStartupAttribute"));

        static IEnumerable<string?> Arguments(string attribute) =>
            Extension
                .GetCustomAttributesData()
                .Single(a => a.AttributeType.Name == attribute)
                .ConstructorArguments.Select(a => a.Value!.ToString());
    }
}
