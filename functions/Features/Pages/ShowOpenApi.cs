using System.Text.Json;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>This description: the HTTP API in OpenAPI 3.1. It is generated from the code by infra/openapi, and a test verifies that
/// it is current.</summary>
public sealed class ShowOpenApi
{
    private static readonly Lazy<JsonElement> Document = new(Read);

    [Function(nameof(ShowOpenApi))]
    [Open("a public description")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/openapi.json")] HttpRequest request) =>
        Answers.OkUnlessKnown(request, Document.Value);

    private static JsonElement Read()
    {
        using var resource = typeof(ShowOpenApi).Assembly.GetManifestResourceStream("openapi.json")!;
        return JsonSerializer.Deserialize<JsonElement>(resource);
    }
}
