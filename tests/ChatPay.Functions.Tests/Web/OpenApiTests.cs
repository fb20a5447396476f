using System.Text.Json;
using ChatPay.OpenApi;

namespace ChatPay.Functions.Tests.Web;

/// <summary>The API description matches the code.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public async Task Description_InTheRepository_IsThatOfTheCode()
    {
        var written = await ApiDescription.WriteAsync(TestContext.Current.CancellationToken);

        Assert.True(
            Served() == written,
            "functions/openapi.json is not what the code says: run 'dotnet run --project infra/openapi', and look at the difference.");
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

    /// <summary>The journeys validate every response against the description, including this form of times.</summary>
    [Fact]
    public void Times_OfAllAnswers_AreDescribedToBeInUtc()
    {
        using var document = JsonDocument.Parse(Served());
        var times = document
            .RootElement.GetProperty("components")
            .GetProperty("schemas")
            .EnumerateObject()
            .Where(schema =>
                !schema.Value.TryGetProperty("additionalProperties", out _) && schema.Value.TryGetProperty("properties", out _))
            .SelectMany(schema => schema.Value.GetProperty("properties").EnumerateObject())
            .Where(member => member.Value.TryGetProperty("format", out var format) && format.GetString() == "date-time").ToList();

        Assert.NotEmpty(times);
        Assert.All(times, time => Assert.EndsWith("Z$", time.Value.GetProperty("pattern").GetString(), StringComparison.Ordinal));
    }

    /// <summary>A status was once called <c>state</c> in some responses and <c>status</c> in others. The state of an address is a US
    /// state.</summary>
    [Fact]
    public void WhereAThingStands_IsCalledStatusEverywhere()
    {
        using var document = JsonDocument.Parse(Served());

        Assert.All(
            document.RootElement.GetProperty("components").GetProperty("schemas").EnumerateObject().Where(s => s.Name != "AddressForm"),
            schema =>
                Assert.False(
                    schema.Value.TryGetProperty("properties", out var members) && members.TryGetProperty("state", out _),
                    schema.Name));
    }

    private static bool IsDescribed(JsonProperty response) =>
        response.Name is "200" or "204" or "303" || response.Value.TryGetProperty("content", out _);

    private static string Served()
    {
        using var resource = new StreamReader(Laws.App.Assembly.GetManifestResourceStream("openapi.json")!);
        return resource.ReadToEnd();
    }
}
