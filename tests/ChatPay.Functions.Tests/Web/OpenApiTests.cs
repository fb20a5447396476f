using System.Text.Json;
using ChatPay.OpenApi;

namespace ChatPay.Functions.Tests.Web;

/// <summary>The description of the API is that of the code.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public async Task Description_InTheRepository_IsThatOfTheCode()
    {
        var written = await ApiDescription.WriteAsync(TestContext.Current.CancellationToken);

        Assert.True(
            Served() == written,
            "functions/Web/openapi.json is not what the code says: run 'dotnet run --project infra/openapi', and look at the difference.");
    }

    [Fact]
    public void Operations_All_SayWhatTheyAnswer()
    {
        using var document = JsonDocument.Parse(Served());
        var operations = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()).ToList();

        Assert.Equal(Laws.App.HttpFunctions.Count(f => Laws.App.Route(f).StartsWith("api/", StringComparison.Ordinal)), operations.Count);
        Assert.All(operations, operation => Assert.Contains(
            operation.Value.GetProperty("responses").EnumerateObject(),
            response => response.Name[0] is '2' or '3' && IsDescribed(response)));
    }

    private static bool IsDescribed(JsonProperty response) =>
        response.Name is "200" or "204" or "303" || response.Value.TryGetProperty("content", out _);

    private static string Served()
    {
        using var resource = new StreamReader(Laws.App.Assembly.GetManifestResourceStream("openapi.json")!);
        return resource.ReadToEnd();
    }
}
