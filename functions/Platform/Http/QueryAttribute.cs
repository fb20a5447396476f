namespace ChatPay.Functions.Platform.Http;

/// <summary>A query parameter that an HTTP function reads. A function whose callers carry a token refuses every other.</summary>
/// <param name="name">As callers write it.</param>
/// <param name="meaning">A sentence, for the API's description.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class QueryAttribute(string name, string meaning) : Attribute
{
    public string Name { get; } = name;

    public string Meaning { get; } = meaning;

    /// <summary>The values that it can have; any when there are none.</summary>
    public string[] Values { get; set; } = [];

    /// <summary>The enum whose names are its values; none when it is another text.</summary>
    public Type? Of { get; set; }

    /// <summary>The JSON schema's format of the value, such as <c>date</c>.</summary>
    public string? Format { get; set; }
}
