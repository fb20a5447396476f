namespace Azure.Messaging.ServiceBus;

/// <summary>Reads <c>Endpoint=sb://name/;SharedAccessKeyName=…</c>.</summary>
internal static class ConnectionString
{
    /// <exception cref="FormatException">It names no endpoint.</exception>
    public static string Namespace(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        foreach (var part in connectionString.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith("Endpoint=", StringComparison.OrdinalIgnoreCase)
                && Uri.TryCreate(part["Endpoint=".Length..], UriKind.Absolute, out var endpoint))
                return endpoint.Host;
        }

        throw new FormatException("The Service Bus connection string has no Endpoint=sb://… part.");
    }
}
