namespace ChatPay.Local.Durable.Client;

/// <summary>Validates instance ids by the rules of Durable Functions.</summary>
internal static class InstanceIds
{
    public const int Longest = 256;

    /// <exception cref="ArgumentException">The id is empty, too long, begins with <c>@</c> (an entity's), or has a slash, a
    /// backslash, <c>#</c>, <c>?</c> or a control character.</exception>
    public static void Check(string? id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        if (id.Length > Longest)
            throw new ArgumentException($"An instance id has at most {Longest} characters.", nameof(id));
        if (id[0] == '@')
            throw new ArgumentException("An instance id does not begin with @, which is for entities.", nameof(id));
        if (id.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c)))
            throw new ArgumentException(@"An instance id must not contain / \ # ? or control characters.", nameof(id));
    }
}
