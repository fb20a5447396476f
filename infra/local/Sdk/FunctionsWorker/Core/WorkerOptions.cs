using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Options of the worker.</summary>
public class WorkerOptions
{
    /// <summary>Reads and writes payloads: messages, orchestration and activity inputs and results. System.Text.Json with the
    /// registered <see cref="System.Text.Json.JsonSerializerOptions"/> when nothing is set.</summary>
    public ObjectSerializer? Serializer { get; set; }

    public IDictionary<string, string> Capabilities { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
