using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ChatPay.OpenApi;

/// <summary>The documentation comments of the app, as plain text.</summary>
internal sealed partial class Comments
{
    private readonly Dictionary<string, XElement> _members;

    public Comments(Assembly app)
    {
        var file = Path.ChangeExtension(app.Location, ".xml");
        _members = XDocument.Load(file).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);
    }

    /// <summary>The summary of a type; null when it has none.</summary>
    public string? Of(Type type) => Text(Find("T:" + Name(type))?.Element("summary"));

    /// <summary>The summary of a function's method, or else of its class.</summary>
    public string? Of(MethodInfo method)
    {
        var prefix = $"M:{Name(method.DeclaringType!)}.{method.Name}";
        var own = _members
            .FirstOrDefault(member => member.Key == prefix || member.Key.StartsWith(prefix + "(", StringComparison.Ordinal)).Value;
        return Text(own?.Element("summary")) ?? Of(method.DeclaringType!);
    }

    /// <summary>The summary of a property, or the text of the record parameter that declares it.</summary>
    public string? OfProperty(Type declaring, string name) =>
        Text(Find($"P:{Name(declaring)}.{name}")?.Element("summary"))
        ?? Text(Find("T:" + Name(declaring))?.Elements("param").FirstOrDefault(parameter => parameter.Attribute("name")?.Value == name));

    /// <summary>The summary of an enum value.</summary>
    public string? OfValue(Type type, string name) => Text(Find($"F:{Name(type)}.{name}")?.Element("summary"));

    private XElement? Find(string id) => _members.GetValueOrDefault(id);

    private static string Name(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? Text(XElement? element)
    {
        if (element is null)
            return null;
        var text = Blanks().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();
        return text.Length > 0 ? text : null;
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element when element.Attribute("cref")?.Value is { } cref => Short(cref),
        XElement element when element.Attribute("langword")?.Value is { } word => word,
        XElement element when element.Attribute("name")?.Value is { } name => $"`{name}`",
        XElement element => string.Concat(element.Nodes().Select(Text)),
        _ => "",
    };

    // T:A.B.Thing and M:A.B.Thing.Do(System.String)
    private static string Short(string cref) => cref[(cref.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('(')[0].Split('.')[^1];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
