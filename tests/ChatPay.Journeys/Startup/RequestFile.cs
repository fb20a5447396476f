using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatPay.Journeys.Startup;

/// <summary>A request of a .http file, with the features that this repository's file uses.</summary>
/// <param name="Title">The text after <c>###</c>.</param>
/// <param name="Name">The name by which other requests refer to its response; null for none.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Address">The address, with unresolved variables.</param>
/// <param name="Headers">The headers, with unresolved variables.</param>
/// <param name="Body">The body, with unresolved variables; null for none.</param>
internal sealed partial record FileRequest(
    string Title, string? Name, string Method, string Address, IReadOnlyList<(string Name, string Value)> Headers, string? Body)
{
    /// <summary>The status that the title promises.</summary>
    public int Status => int.Parse(Promise().Match(Title).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A text that the response contains; null when the title promises none.</summary>
    public string? Text => Promise().Match(Title).Groups[2] is { Success: true } text ? text.Value : null;

    [GeneratedRegex("""Expect (\d{3})(?: with ("[^"]+"))?""")]
    private static partial Regex Promise();
}

/// <summary>A .http file: its variables, and requests that use each other's responses.</summary>
internal sealed partial class RequestFile
{
    private readonly Dictionary<string, string> _variables = [];
    private readonly Dictionary<string, JsonElement> _answers = [];
    private readonly Dictionary<string, string?> _tags = [];

    private RequestFile(IReadOnlyList<FileRequest> requests) => Requests = requests;

    public IReadOnlyList<FileRequest> Requests { get; }

    /// <param name="text">The content of the file.</param>
    /// <param name="variables">Variables that override the file's.</param>
    public static RequestFile Parse(string text, IReadOnlyDictionary<string, string> variables)
    {
        var parts = text.ReplaceLineEndings("\n").Split("\n###");
        var file = new RequestFile([.. parts.Skip(1).Select(Read)]);
        foreach (Match variable in Variable().Matches(parts[0]))
            file._variables[variable.Groups[1].Value] = variables.GetValueOrDefault(variable.Groups[1].Value, variable.Groups[2].Value);
        Assert.Empty(variables.Keys.Except(file._variables.Keys));
        return file;
    }

    /// <summary>Builds a request, with the values of earlier responses.</summary>
    public HttpRequestMessage Of(FileRequest request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), Fill(request.Address));
        if (request.Body is { } body)
            message.Content = new StringContent(Fill(body), Encoding.UTF8, request.Headers.Single(h => h.Name == "Content-Type").Value);
        foreach (var (name, value) in request.Headers.Where(h => h.Name != "Content-Type"))
            Assert.True(message.Headers.TryAddWithoutValidation(name, Fill(value)));
        return message;
    }

    /// <summary>Stores a response for later requests.</summary>
    public void Keep(FileRequest request, string answer, string? tag)
    {
        if (request.Name is not { } name)
            return;
        _answers[name] = JsonDocument.Parse(answer).RootElement;
        _tags[name] = tag;
    }

    private static FileRequest Read(string part)
    {
        var lines = part.Split('\n');
        var name = lines.Select(line => Naming().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
        var rest = lines.Skip(1).SkipWhile(line => line.StartsWith('#') || line.Length == 0).ToList();
        var head = rest.TakeWhile(line => line.Length > 0).ToList();
        var body = string.Join('\n', rest.Skip(head.Count)).Trim();
        return new FileRequest(
            lines[0].Trim(), name, head[0].Split(' ')[0], head[0].Split(' ')[1],
            [.. head.Skip(1).Select(line => line.Split(": ", 2)).Select(pair => (pair[0], pair[1]))], body.Length > 0 ? body : null);
    }

    private string Fill(string text) => Reference().Replace(text, match => match.Groups switch
    {
        [_, var name, { Success: true } member, _] => _answers[name.Value].GetProperty(member.Value).GetString()!,
        [_, var name, _, { Success: true }] => _tags[name.Value]!,
        _ => _variables[match.Groups[1].Value],
    });

    [GeneratedRegex(@"^@(\w+) = (.+)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^# @name (\w+)$")]
    private static partial Regex Naming();

    [GeneratedRegex(@"\{\{(\w+)(?:\.response\.body\.\$\.(\w+)|(\.response\.headers\.ETag))?\}\}")]
    private static partial Regex Reference();
}
