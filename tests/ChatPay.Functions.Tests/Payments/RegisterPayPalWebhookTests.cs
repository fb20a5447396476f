using System.Net;
using System.Text.Json;
using ChatPay.Functions.Features.Webhooks;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Providers.PayPal;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Payments;

public sealed class RegisterPayPalWebhookTests
{
    private const string Url = "https://pay.example.com/api/webhooks/paypal";

    private static string Known =>
        $$"""{"webhooks":[{"id":"WH-1","url":"{{Url}}","event_types":{{Types(PayPalEventTypes.All)}}}]}""";

    [Fact]
    public async Task Register_AnswerOfTheCreationLost_FindsWhatWasMade()
    {
        var posts = 0;
        var paypal = new PayPalBench(asked => asked.Method switch
        {
            "GET" => ScriptedHttp.Json(HttpStatusCode.OK, posts == 0 ? "{}" : Known),
            // The first attempt creates it, but a gateway loses the response; the client's second attempt is refused.
            _ when posts++ == 0 => ScriptedHttp.Json(HttpStatusCode.BadGateway, ""),
            _ => Refused("WEBHOOK_URL_ALREADY_EXISTS"),
        });

        Assert.Equal("WH-1", await RegisterAsync(paypal));
    }

    [Fact]
    public async Task Register_OneOfOtherEvents_IsChangedUnderItsId()
    {
        var paypal = new PayPalBench(asked => ScriptedHttp.Json(HttpStatusCode.OK, asked.Method == "GET"
            ? $$"""{"webhooks":[{"id":"WH-1","url":"{{Url}}","event_types":[{"name":"*"}]}]}"""
            : $$"""{"id":"WH-1","url":"{{Url}}","event_types":{{Types(PayPalEventTypes.All)}}}"""));

        Assert.Equal("WH-1", await RegisterAsync(paypal));

        var changed = Assert.Single(paypal.Calls, call => call.Method != "GET");
        Assert.Equal(("PATCH", "/v1/notifications/webhooks/WH-1"), (changed.Method, changed.Path));
    }

    [Fact]
    public async Task Register_OneThatMatches_ChangesNothing()
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.OK, Known));

        Assert.Equal("WH-1", await RegisterAsync(paypal));

        Assert.Equal("GET", Assert.Single(paypal.Calls).Method);
    }

    [Fact]
    public async Task Register_PayPalDoesNotTakeTheAddress_SaysSo()
    {
        var paypal = new PayPalBench(asked =>
            asked.Method == "GET" ? ScriptedHttp.Json(HttpStatusCode.OK, "{}") : Refused("VALIDATION_ERROR"));

        var problem = await Assert.ThrowsAsync<ProblemException>(() => RegisterAsync(paypal));

        Assert.Equal((422, "webhook-refused"), (problem.Status, problem.Code));
    }

    private static HttpResponseMessage Refused(string name) =>
        ScriptedHttp.Json(HttpStatusCode.BadRequest, $$"""{"name":"{{name}}","message":"m","debug_id":"d"}""");

    private static string Types(IEnumerable<string> names) => JsonSerializer.Serialize(names.Select(name => new { name }));

    /// <returns>The id in the response.</returns>
    private static async Task<string?> RegisterAsync(PayPalBench paypal)
    {
        var function = new RegisterPayPalWebhook(
            paypal.Client,
            Options.Create(new PayPalOptions { WebhookId = "WH-1" }),
            Options.Create(new PublicAddress { BaseUrl = new Uri("https://pay.example.com/") }));
        var answer = Assert.IsType<JsonAnswer>(await function.RunAsync(new DefaultHttpContext().Request, CancellationToken.None));
        return JsonDocument.Parse(answer.Json).RootElement.GetProperty("id").GetString();
    }
}
