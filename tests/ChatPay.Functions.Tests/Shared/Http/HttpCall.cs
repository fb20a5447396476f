using System.Collections.Immutable;
using ChatPay.Functions.Platform.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Tests.Shared.Http;

/// <summary>A call of a function over HTTP, for middleware: its HTTP context, and which function it is.</summary>
internal sealed class HttpCall : FunctionContext
{
    public HttpCall(Type function)
    {
        Items = new Dictionary<object, object> { ["HttpRequestContext"] = Http };
        FunctionDefinition = new Definition(AccessRules.EntryPoint(
            AccessRules.HttpFunctions(function.Assembly).First(method => method.DeclaringType == function)));
    }

    public DefaultHttpContext Http { get; } = new();

    public override string InvocationId => "i";

    public override string FunctionId => "f";

    public override TraceContext TraceContext => throw new NotSupportedException();

    public override BindingContext BindingContext => throw new NotSupportedException();

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override IServiceProvider InstanceServices { get; set; } = null!;

    public override FunctionDefinition FunctionDefinition { get; }

    public override IDictionary<object, object> Items { get; set; }

    public override IInvocationFeatures Features => throw new NotSupportedException();

    private sealed class Definition(string entryPoint) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override string PathToAssembly => "";

        public override string EntryPoint => entryPoint;

        public override string Id => "f";

        public override string Name => entryPoint;

        public override IImmutableDictionary<string, BindingMetadata> InputBindings => throw new NotSupportedException();

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings => throw new NotSupportedException();
    }
}
