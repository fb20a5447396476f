using ChatPay.Functions.Platform.Http;
using Scalar.AspNetCore;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The script that shows the API's description: Scalar's, from its NuGet package, so that nothing is loaded from another
/// host.</summary>
internal static class ReferenceScript
{
    private static readonly Lazy<CompressedFile> Read = new(() =>
    {
        using var resource = typeof(ScalarOptions).Assembly.GetManifestResourceStream("ScalarStaticAssets.scalar.js")!;
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return new CompressedFile(content.ToArray(), "text/javascript");
    });

    public static CompressedFile File => Read.Value;

    /// <summary>Its path, which changes with the content, so that it can be cached for long.</summary>
    public static string Address => $"/api/docs/scalar.js?v={File.Tag.Trim('"')}";
}
