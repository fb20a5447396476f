namespace ChatPay.Journeys.BadInput;

/// <summary>A request that is to be refused, and how.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The problem's code.</param>
internal sealed record BadRequest(int Status, string Code)
{
    public string Method { get; init; } = "POST";

    /// <summary>Below <c>/api/v1/</c>.</summary>
    public Func<BadInputStage, string> Path { get; init; } = stage => $"conversations/{stage.Unpaid.ConversationId}/payment-requests";

    /// <summary>The Authorization header; none when null.</summary>
    public Func<BadInputStage, string?> Token { get; init; } = As("unpaid-seller");

    public string? Key { get; init; } = "bad-input";

    public string? IfMatch { get; init; }

    public string? Body { get; init; }

    /// <summary>A body that names somebody here, instead of <see cref="Body"/>.</summary>
    public Func<BadInputStage, string>? BodyAt { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>The field that the problem has to name.</summary>
    public string? Field { get; init; }

    public static Func<BadInputStage, string?> As(string subject) => stage => "Bearer " + stage.Token(subject);
}
