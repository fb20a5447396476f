namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key a request must carry, in the header <c>x-functions-key</c> or the query parameter <c>code</c>.</summary>
public enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous = 0,

    /// <summary>Kept for compatibility by the official package.</summary>
    User = 1,

    /// <summary>A key of the function or of the host.</summary>
    Function = 2,

    /// <summary>A key of an extension.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}
