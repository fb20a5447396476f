using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>The app does not depend on the SDK that built it, and needs only the official worker.</summary>
public sealed class PortabilityLaws
{
    [Fact]
    public void App_Any_NamesNoTypeOfTheLocalPlatform()
    {
        using var file = File.OpenRead(App.Assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();

        var named = metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")
            .ToList();

        Assert.Contains("Microsoft.Azure.Functions.Worker.FunctionAttribute", named);
        Assert.DoesNotContain(named, name => name.StartsWith("ChatPay.Local", StringComparison.Ordinal));
    }
}
