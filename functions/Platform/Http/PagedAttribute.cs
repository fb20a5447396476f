namespace ChatPay.Functions.Platform.Http;

/// <summary>Marks an HTTP function that returns a page of a list, and so reads <c>limit</c> and <c>cursor</c>
/// (<see cref="Paging"/>).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PagedAttribute : Attribute
{
    /// <summary>The names of the two parameters.</summary>
    public const string Limit = "limit", Cursor = "cursor";
}
