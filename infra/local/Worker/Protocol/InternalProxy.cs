using System.Reflection;

namespace ChatPay.Local.Worker.Protocol;

/// <summary>Stands in for an interface that is internal to the worker. Public, because what derives from it is in an assembly of its
/// own.</summary>
public class InternalProxy : DispatchProxy
{
    internal Func<MethodInfo, object?[]?, object>? Call { get; set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Call!(targetMethod!, args);
}
