using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Local.Tests.Hosting;

/// <summary>The information that a function gets about its invocation.</summary>
public sealed class ContextTests
{
    [Fact]
    public async Task TraceContext_OfATracedRequest_GoesOnWithItsTrace()
    {
        await using var host = await SampleHost.StartAsync<Sample>();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/trace");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        request.Headers.Add("tracestate", "shop=1");

        using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var trace = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split(' ');

        Assert.Matches("^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$", trace[0]);
        Assert.Equal("shop=1", trace[1]);
    }

    [Fact]
    public async Task TraceContext_OfARequestWithoutATrace_BeginsOne()
    {
        await using var host = await SampleHost.StartAsync<Sample>();

        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-00 $", (await host.SendAsync("GET", "/api/trace")).Body);
    }

    [Fact]
    public async Task Context_OfAnInvocation_HasItsIdsDataAndRetries()
    {
        await using var host = await SampleHost.StartAsync<Sample>(o => o with { NewInvocationId = () => "invocation-1" });

        Assert.Equal("invocation-1 about Ann 5 0", (await host.SendAsync("GET", "/api/about/Ann?limit=5")).Body);
    }

    [Fact]
    public async Task Services_OfAnInvocation_AreItsOwnAndDisposedAtItsEnd()
    {
        await using var host = await SampleHost.StartAsync<Sample>(compose: builder => builder.Services.AddScoped<Scoped>());

        var first = await host.SendAsync("GET", "/api/scoped");
        var second = await host.SendAsync("GET", "/api/scoped");

        Assert.Equal(["same", "same"], [first.Body, second.Body]);
        await host.Clock.DrainAsync();
        Assert.Equal(2, host.Log.Count(l => l == "disposed"));
    }

    internal sealed class Scoped(List<string> log) : IDisposable
    {
        public void Dispose() => log.Add("disposed");
    }

    internal sealed class Sample
    {
        [Function("trace")]
        public static IResult Trace([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context) =>
            Results.Text($"{context.TraceContext.TraceParent} {context.TraceContext.TraceState}");

        [Function("about")]
        public static IResult About(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "about/{name}")] HttpRequest request,
            FunctionContext context) =>
            Results.Text(
                $"{context.InvocationId} {context.FunctionDefinition.Name} {context.BindingContext.BindingData["name"]} "
                    + $"{context.BindingContext.BindingData["limit"]} {context.RetryContext.RetryCount}");

        [Function("scoped")]
        public static IResult OfScope([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context) =>
            Results.Text(
                context.InstanceServices.GetRequiredService<Scoped>() == request.HttpContext.RequestServices.GetRequiredService<Scoped>()
                    ? "same"
                    : "another");
    }
}
