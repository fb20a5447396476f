using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace ChatPay.Local.Hosting;

/// <summary>A function's declaration as middleware sees it.</summary>
internal sealed class LocalFunctionDefinition(string name, MethodInfo method) : FunctionDefinition
{
    public override string Name => name;

    public override string EntryPoint { get; } = $"{method.DeclaringType!.FullName}.{method.Name}";

    public override string PathToAssembly { get; } = method.DeclaringType!.Assembly.Location;

    public override string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))[..8]);

    public override ImmutableArray<FunctionParameter> Parameters { get; } = [.. method.GetParameters().Select(Parameter)];

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } = method.GetParameters()
        .Where(p => p.GetCustomAttribute<BindingAttribute>() is not null)
        .ToImmutableDictionary(p => p.Name!, p => (BindingMetadata)new Binding(p.Name!, Kind(p.GetCustomAttribute<BindingAttribute>()!), BindingDirection.In));

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; } =
        method.GetParameters().Any(p => p.GetCustomAttribute<HttpTriggerAttribute>() is not null)
            ? ImmutableDictionary<string, BindingMetadata>.Empty.Add("$return", new Binding("$return", "http", BindingDirection.Out))
            : ImmutableDictionary<string, BindingMetadata>.Empty;

    private static FunctionParameter Parameter(ParameterInfo parameter)
    {
        var properties = parameter.GetCustomAttribute<BindingAttribute>() is { } binding
            ? ImmutableDictionary<string, object>.Empty.Add("bindingAttribute", binding)
            : ImmutableDictionary<string, object>.Empty;
        return new FunctionParameter(
            parameter.Name!, parameter.ParameterType, parameter.HasDefaultValue, parameter.HasDefaultValue ? parameter.DefaultValue : null, properties);
    }

    // HttpTriggerAttribute is the binding "httpTrigger".
    private static string Kind(BindingAttribute binding)
    {
        var type = binding.GetType().Name;
        return char.ToLowerInvariant(type[0]) + type[1..^nameof(Attribute).Length];
    }

    private sealed class Binding(string name, string type, BindingDirection direction) : BindingMetadata
    {
        public override string Name => name;

        public override string Type => type;

        public override BindingDirection Direction => direction;
    }
}
