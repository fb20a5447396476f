using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace ChatPay.Local.Worker;

/// <summary>Provides function metadata from attributes, for apps composed without the official generators: samples in tests.</summary>
/// <param name="app">The assembly with the functions.</param>
/// <param name="includes">Selects the types that may have functions.</param>
public sealed class AttributedFunctions(Assembly app, Func<Type, bool> includes) : IFunctionMetadataProvider
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public Task<ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory) =>
        Task.FromResult<ImmutableArray<IFunctionMetadata>>([
            .. app.GetTypes()
                .Where(includes)
                .SelectMany(t => t.GetMethods(All))
                .Where(m => m.IsDefined(typeof(FunctionAttribute)))
                .Select(Describe),
        ]);

    private IFunctionMetadata Describe(MethodInfo method) => new DefaultFunctionMetadata
    {
        Language = "dotnet-isolated",
        Name = method.GetCustomAttribute<FunctionAttribute>()!.Name,
        EntryPoint = $"{method.DeclaringType!.FullName}.{method.Name}",
        ScriptFile = app.Location,
        RawBindings =
        [
            .. method.GetParameters()
                .Select(p => (Parameter: p, Binding: p.GetCustomAttribute<BindingAttribute>()))
                .Where(p => p.Binding is not null)
                .Select(p => Describe(p.Parameter, p.Binding!).ToJsonString()),
            .. method.GetParameters().Any(p => p.IsDefined(typeof(HttpTriggerAttribute)))
                ? ["""{"name":"$return","type":"http","direction":"Out"}"""]
                : Array.Empty<string>(),
        ],
    };

    // HttpTriggerAttribute is the binding "httpTrigger"; omitted properties get the host's defaults.
    private static JsonObject Describe(ParameterInfo parameter, BindingAttribute binding)
    {
        var written = parameter.GetCustomAttributesData().Single(a => a.AttributeType == binding.GetType());
        var json = new JsonObject
        {
            ["name"] = parameter.Name,
            ["type"] = JsonNamingPolicy.CamelCase.ConvertName(written.AttributeType.Name[..^nameof(Attribute).Length]),
            ["direction"] = "In",
        };
        foreach (var (argument, name) in written.ConstructorArguments.Zip(written.Constructor.GetParameters(), (a, p) => (a, p.Name!)))
            json[name] = Value(argument);
        foreach (var named in written.NamedArguments.Where(n => n.MemberName != nameof(ServiceBusTriggerAttribute.IsBatched)))
            json[JsonNamingPolicy.CamelCase.ConvertName(named.MemberName)] = Value(named.TypedValue);
        if (binding is ServiceBusTriggerAttribute messages)
            Describe(json, parameter.ParameterType, messages.IsBatched);
        return json;
    }

    private static JsonNode? Value(CustomAttributeTypedArgument argument) => argument switch
    {
        { Value: IReadOnlyCollection<CustomAttributeTypedArgument> several } => new JsonArray([.. several.Select(Value)]),
        { ArgumentType.IsEnum: true } => Enum.ToObject(argument.ArgumentType, argument.Value!).ToString(),
        _ => JsonSerializer.SerializeToNode(argument.Value),
    };

    private static void Describe(JsonObject json, Type parameter, bool isBatched)
    {
        json["cardinality"] = isBatched ? "Many" : "One";
        var one = isBatched ? parameter.GetElementType() : parameter;
        if (one == typeof(ServiceBusReceivedMessage))
            json["properties"] = new JsonObject { ["supportsDeferredBinding"] = "True" };
        else if (one == typeof(string) || one == typeof(byte[]))
            json["dataType"] = one == typeof(string) ? "String" : "Binary";
    }
}
