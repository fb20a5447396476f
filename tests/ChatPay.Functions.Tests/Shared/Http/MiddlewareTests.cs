using ChatPay.Functions.Features.Sellers;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Shared.Http;

public sealed class MiddlewareTests
{
    public static TheoryData<string> Middleware() => [nameof(AnswerProblems), nameof(AuthenticateCallers)];

    [Theory]
    [MemberData(nameof(Middleware))]
    public void Middleware_AroundAnythingButHttp_HandsBackTheVeryTaskItGot(string which)
    {
        IFunctionsWorkerMiddleware middleware = which == nameof(AnswerProblems)
            ? new AnswerProblems(NullLogger<AnswerProblems>.Instance)
            : new AuthenticateCallers(AccessRules.Of(typeof(VerifySeller).Assembly), null!);
        var turn = new TaskCompletionSource();

        Assert.Same(turn.Task, middleware.Invoke(new NotHttp(), _ => turn.Task));
    }

    /// <summary>An invocation by another trigger, without an HTTP context among its items.</summary>
    private sealed class NotHttp : FunctionContext
    {
        public override string InvocationId => "i";

        public override string FunctionId => "f";

        public override TraceContext TraceContext => throw new NotSupportedException();

        public override BindingContext BindingContext => throw new NotSupportedException();

        public override RetryContext RetryContext => throw new NotSupportedException();

        public override IServiceProvider InstanceServices { get; set; } = null!;

        public override FunctionDefinition FunctionDefinition => throw new NotSupportedException();

        public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

        public override IInvocationFeatures Features => throw new NotSupportedException();
    }
}
