namespace ChatPay.Functions.Platform.Http;

/// <summary>A query parameter that an HTTP function reads. A function that requires a token refuses all others.</summary>
/// <param name="name">The parameter's name.</param>
/// <param name="meaning">A sentence, for the API's description.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class QueryAttribute(string name, string meaning) : Attribute
{
    public string Name { get; } = name;

    public string Meaning { get; } = meaning;

    /// <summary>The allowed values; empty for any.</summary>
    public string[] Values { get; set; } = [];

    /// <summary>The enum whose names are the allowed values; null for other text.</summary>
    public Type? Of { get; set; }

    /// <summary>The JSON schema's format of the value, such as <c>date</c>.</summary>
    public string? Format { get; set; }
}
