using System.Collections;
using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ChatPay.Local.Worker.Protocol;

/// <summary>A message between host and worker. Its classes are internal to the worker, so fields are accessed through the descriptor,
/// by their names in the protocol (<c>AzureFunctionsRpcMessages</c>).</summary>
internal readonly struct ProtocolMessage(IMessage inner)
{
    private const string Reflection = "Microsoft.Azure.Functions.Worker.Grpc.Messages.FunctionRpcReflection";

    private static readonly FileDescriptor File = (FileDescriptor)WorkerAssembly.Type(Reflection)
        .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    public IMessage Inner { get; } = inner;

    /// <summary>The name of the field set in the message's only oneof; null when none is.</summary>
    public string? Case => Inner.Descriptor.Oneofs[0].Accessor.GetCaseFieldDescriptor(Inner)?.Name;

    /// <param name="name">The message's name in the protocol.</param>
    public static ProtocolMessage New(string name)
    {
        var type = File.FindTypeByName<MessageDescriptor>(name)
            ?? throw new ArgumentException($"The protocol has no {name}: the worker's is another one.", nameof(name));
        return new ProtocolMessage((IMessage)Activator.CreateInstance(type.ClrType)!);
    }

    public ProtocolMessage With(string field, object value)
    {
        Field(field).Accessor.SetValue(Inner, value is ProtocolMessage message ? message.Inner : value);
        return this;
    }

    public ProtocolMessage Add(string field, ProtocolMessage element)
    {
        ((IList)Field(field).Accessor.GetValue(Inner)).Add(element.Inner);
        return this;
    }

    public ProtocolMessage Put(string field, string key, ProtocolMessage value)
    {
        ((IDictionary)Field(field).Accessor.GetValue(Inner))[key] = value.Inner;
        return this;
    }

    public string Text(string field) => (string)Field(field).Accessor.GetValue(Inner);

    public object Value(string field) => Field(field).Accessor.GetValue(Inner);

    public int Number(string field) =>
        Convert.ToInt32(Field(field).Accessor.GetValue(Inner), System.Globalization.CultureInfo.InvariantCulture);

    /// <returns>The message; null when it is not set.</returns>
    public ProtocolMessage? Message(string field) =>
        Field(field).Accessor.GetValue(Inner) is IMessage message ? new ProtocolMessage(message) : null;

    public IEnumerable<ProtocolMessage> Messages(string field) =>
        ((IEnumerable)Field(field).Accessor.GetValue(Inner)).Cast<IMessage>().Select(m => new ProtocolMessage(m));

    public IEnumerable<string> Texts(string field) => ((IEnumerable)Field(field).Accessor.GetValue(Inner)).Cast<string>();

    public override string ToString() => Inner.ToString()!;

    private FieldDescriptor Field(string name) => Inner.Descriptor.FindFieldByName(name)
        ?? throw new ArgumentException($"{Inner.Descriptor.Name} has no field {name}: the worker's protocol is another one.", nameof(name));
}
