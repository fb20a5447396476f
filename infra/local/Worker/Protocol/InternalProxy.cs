using System.Reflection;

namespace ChatPay.Local.Worker.Protocol;

/// <summary>Implements an interface that is internal to the worker. Public, because the generated proxy type is in another
/// assembly.</summary>
public class InternalProxy : DispatchProxy
{
    internal Func<MethodInfo, object?[]?, object>? Call { get; set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Call!(targetMethod!, args);
}
