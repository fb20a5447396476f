using System.Collections;
using System.Diagnostics;
using Azure.Core.Serialization;
using ChatPay.Local.Sdk;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Hosting;

/// <summary>What set off an invocation.</summary>
/// <param name="Value">The request's context, timer info, message, orchestration context, or activity input as JSON.</param>
/// <param name="Data">What parameters can be bound to by name.</param>
internal sealed record Cause(object? Value, IReadOnlyDictionary<string, object?> Data);

/// <summary>What every invocation of one host shares.</summary>
internal sealed record Surroundings(ObjectSerializer Serializer, Func<DurableTaskClient> DurableClient);

/// <summary>One invocation.</summary>
internal sealed class LocalFunctionContext : FunctionContext
{
    private static readonly FirstAttempt First = new();


    public LocalFunctionContext(
        LocalFunction function, Cause cause, string invocationId, IServiceProvider services, Surroundings surroundings, CancellationToken cancellationToken)
    {
        Function = function;
        Cause = cause;
        InvocationId = invocationId;
        InstanceServices = services;
        Surroundings = surroundings;
        CancellationToken = cancellationToken;
        BindingContext = new Binding(cause.Data);
        Features.Set(Outcome);
    }

    public LocalFunction Function { get; }

    public Cause Cause { get; }

    public Surroundings Surroundings { get; }

    public InvocationOutcome Outcome { get; } = new();

    public override string InvocationId { get; }

    public override string FunctionId => Function.Definition.Id;

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override IServiceProvider InstanceServices { get; set; }

    public override IDictionary<object, object> Items
    {
        get => field ??= new Dictionary<object, object>();
        set;
    }

    public override IInvocationFeatures Features { get; } = new FeatureSet();

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext => First;

    public override TraceContext TraceContext => field ??= new Trace(Activity.Current?.Context ?? Caller());

    public override CancellationToken CancellationToken { get; }

    // What an HTTP caller sent along (W3C trace context), or a trace that begins here.
    private ActivityContext Caller() =>
        Cause.Value is HttpContext http && ActivityContext.TryParse(http.Request.Headers.TraceParent, http.Request.Headers.TraceState, out var caller)
            ? new ActivityContext(caller.TraceId, ActivitySpanId.CreateRandom(), caller.TraceFlags, caller.TraceState)
            : new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None);

    private sealed class Binding(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class FirstAttempt : RetryContext
    {
        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }

    private sealed class Trace(ActivityContext context) : TraceContext
    {
        public override string TraceParent { get; } = $"00-{context.TraceId}-{context.SpanId}-{(int)context.TraceFlags:x2}";

        public override string TraceState { get; } = context.TraceState ?? "";
    }

    private sealed class FeatureSet : IInvocationFeatures
    {
        // A handful at most, and most often one.
        private readonly List<KeyValuePair<Type, object>> _features = new(1);

        public void Set<T>(T? instance)
        {
            _features.RemoveAll(f => f.Key == typeof(T));
            if (instance is not null)
                _features.Add(new(typeof(T), instance));
        }

        public T? Get<T>()
        {
            foreach (var (type, feature) in _features)
            {
                if (type == typeof(T))
                    return (T)feature;
            }

            return default;
        }

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
