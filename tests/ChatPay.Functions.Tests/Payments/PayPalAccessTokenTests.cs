using System.Net;
using ChatPay.Functions.Providers.PayPal;

namespace ChatPay.Functions.Tests.Payments;

public sealed class PayPalAccessTokenTests
{
    private const string Order = """{"id":"O1","status":"CREATED"}""";

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Token_WhileItIsValid_IsUsedAgain()
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.OK, Order));

        await paypal.Client.GetOrderAsync("O1", None);
        await paypal.Client.GetOrderAsync("O1", None);

        Assert.Equal(1, paypal.TokensGiven);
        var asked = paypal.Http.Requests[0];
        Assert.Equal("Basic Y2xpZW50OnNlY3JldA==", asked.Header("Authorization"));
        Assert.Equal("grant_type=client_credentials", asked.Body);
    }

    [Fact]
    public async Task Token_ShortlyBeforeItExpires_IsRefreshed()
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.OK, Order));
        await paypal.Client.GetOrderAsync("O1", None);

        paypal.Clock.Advance(TimeSpan.FromSeconds(3299));
        await paypal.Client.GetOrderAsync("O1", None);
        Assert.Equal(1, paypal.TokensGiven);

        paypal.Clock.Advance(TimeSpan.FromSeconds(1));
        await paypal.Client.GetOrderAsync("O1", None);
        Assert.Equal(2, paypal.TokensGiven);
    }

    [Fact]
    public async Task Token_WantedByManyAtOnce_IsFetchedOnce()
    {
        var gate = new TaskCompletionSource();
        var fetched = 0;
        var http = new ScriptedHttp(async (asked, _) =>
        {
            if (asked.Path != "/v1/oauth2/token") return ScriptedHttp.Json(HttpStatusCode.OK, Order);
            Interlocked.Increment(ref fetched);
            await gate.Task;
            return ScriptedHttp.Json(HttpStatusCode.OK, """{"access_token":"t","expires_in":3600}""");
        });
        var client = new PayPalBench(_ => throw new InvalidOperationException()).Make(http);

        var calls = Enumerable.Range(0, 20).Select(_ => client.GetOrderAsync("O1", None)).ToList();
        gate.SetResult();
        await Task.WhenAll(calls);

        Assert.Equal(1, fetched);
    }

    [Fact]
    public async Task Token_RefusedByTheApi_IsReplacedOnceAndTheCallRepeated()
    {
        var paypal = new PayPalBench(asked => asked.Header("Authorization") == "Bearer token-1"
            ? ScriptedHttp.Json(HttpStatusCode.Unauthorized, """{"name":"AUTHENTICATION_FAILURE","message":"m"}""")
            : ScriptedHttp.Json(HttpStatusCode.Created, Order));

        await paypal.Client.CaptureOrderAsync("O1", "k1", None);

        Assert.Equal(["Bearer token-1", "Bearer token-2"], paypal.Calls.Select(c => c.Header("Authorization")));
    }

    [Fact]
    public async Task Token_RefusedTwice_IsARefusal()
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.Unauthorized, """{"name":"AUTHENTICATION_FAILURE"}"""));

        await Assert.ThrowsAsync<PayPalRefusedException>(() => paypal.Client.CaptureOrderAsync("O1", "k1", None));
    }

    [Fact]
    public async Task Token_ForAWrongSecret_IsRefusedAndAskedForAgainNextTime()
    {
        var right = false;
        var http = new ScriptedHttp(asked => asked.Path != "/v1/oauth2/token" ? ScriptedHttp.Json(HttpStatusCode.OK, Order)
            : right ? ScriptedHttp.Json(HttpStatusCode.OK, """{"access_token":"t","expires_in":3600}""")
            : ScriptedHttp.Json(
                HttpStatusCode.Unauthorized,
                """{"error":"invalid_client","error_description":"Client Authentication failed"}"""));
        var client = new PayPalBench(_ => throw new InvalidOperationException()).Make(http);

        var refused = await Assert.ThrowsAsync<PayPalRefusedException>(() => client.GetOrderAsync("O1", None));
        Assert.Equal("invalid_client", refused.Name);

        right = true;
        Assert.Equal("O1", (await client.GetOrderAsync("O1", None)).Id);
    }

    [Fact]
    public async Task Token_ThatCannotBeHad_MeansNothingHappened()
    {
        var http = new ScriptedHttp(_ => ScriptedHttp.Json(HttpStatusCode.ServiceUnavailable, "{}"));
        var bench = new PayPalBench(_ => throw new InvalidOperationException());

        await Assert.ThrowsAsync<PayPalUnavailableException>(() => bench.Make(http).CaptureOrderAsync("O1", "k1", None));
    }
}
