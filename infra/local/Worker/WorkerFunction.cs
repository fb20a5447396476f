using System.Text.Json;
using ChatPay.Local.Worker.Protocol;

namespace ChatPay.Local.Worker;

/// <summary>A function as reported by the worker.</summary>
public sealed class WorkerFunction
{
    internal WorkerFunction(ProtocolMessage metadata)
    {
        Id = metadata.Text("function_id");
        Name = metadata.Text("name");
        EntryPoint = metadata.Text("entry_point");
        Bindings = [.. metadata.Texts("raw_bindings").Select(text => JsonSerializer.Deserialize<JsonElement>(text))];
    }

    public string Name { get; }

    /// <summary>The full name of the type, a dot, and the method's name.</summary>
    public string EntryPoint { get; }

    /// <summary>The bindings, as in function.json.</summary>
    public IReadOnlyList<JsonElement> Bindings { get; }

    /// <summary>The trigger's binding.</summary>
    public JsonElement Trigger => Bindings.First(b => Type(b).EndsWith("Trigger", StringComparison.OrdinalIgnoreCase));

    /// <summary>The trigger's type, such as <c>httpTrigger</c>.</summary>
    public string TriggerType => Type(Trigger);

    internal string Id { get; }

    /// <summary>The names of the parameters bound to a durable client.</summary>
    public IEnumerable<string> DurableClients =>
        Bindings.Where(b => Type(b).Equals("durableClient", StringComparison.OrdinalIgnoreCase)).Select(NameOf);

    internal string TriggerName => NameOf(Trigger);

    private static string Type(JsonElement binding) => binding.GetProperty("type").GetString()!;

    private static string NameOf(JsonElement binding) => binding.GetProperty("name").GetString()!;
}
