using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatPay.Local.Tests.Hosting;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Middleware_AroundAFunction_RunsInTheOrderItWasAdded()
    {
        await using var host = await SampleHost.StartAsync<Sample>(compose: builder =>
        {
            builder.UseMiddleware(async (context, next) =>
            {
                var log = context.InstanceServices.GetRequiredService<List<string>>();
                log.Add($"outer {context.FunctionDefinition.Name}");
                await next();
                log.Add("outer done");
            });
            builder.UseWhen<OnHttp>(context => context.FunctionDefinition.InputBindings.Values.Any(b => b.Type == "httpTrigger"));
        });

        Assert.Equal((200, "fine"), await host.SendAsync("GET", "/api/work"));
        await host.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(
            ["outer work", "http /api/work", "work", "http done", "outer done", "outer tick", "tick", "outer done"], host.Log);
    }

    [Fact]
    public async Task Middleware_ThatCatchesAnException_MayPutAResultInItsPlace()
    {
        await using var host = await SampleHost.StartAsync<Sample>(compose: builder => builder.UseMiddleware(async (context, next) =>
        {
            try
            {
                await next();
            }
            catch (InvalidOperationException e)
            {
                context.GetInvocationResult().Value = Results.Text(e.Message, statusCode: 409);
            }
        }));

        Assert.Equal((409, "no"), await host.SendAsync("GET", "/api/refuse"));
    }

    [Fact]
    public async Task Middleware_ThatDoesNotCallOn_KeepsTheFunctionFromRunning()
    {
        await using var host = await SampleHost.StartAsync<Sample>(compose: builder => builder.UseMiddleware((context, next) =>
            Results.StatusCode(403).ExecuteAsync(context.GetHttpContext()!)));

        Assert.Equal((403, ""), await host.SendAsync("GET", "/api/work"));
        Assert.Empty(host.Log);
    }

    internal sealed class OnHttp(List<string> log) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            log.Add($"http {context.GetHttpContext()!.Request.Path}");
            await next(context);
            log.Add("http done");
        }
    }

    internal sealed class Sample(List<string> log)
    {
        [Function("work")]
        public IResult Work([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            log.Add("work");
            return Results.Text("fine");
        }

        [Function("refuse")]
        public static IResult Refuse([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            throw new InvalidOperationException("no");

        [Function("tick")]
        public void Tick([TimerTrigger("0 * * * * *")] TimerInfo timer) => log.Add("tick");
    }
}
