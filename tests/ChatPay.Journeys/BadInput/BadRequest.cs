namespace ChatPay.Journeys.BadInput;

/// <summary>A request that must be refused, and the expected refusal.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The problem's code.</param>
internal sealed record BadRequest(int Status, string Code)
{
    public string Method { get; init; } = "POST";

    /// <summary>The path below <c>/api/v1/</c>.</summary>
    public Func<BadInputStage, string> Path { get; init; } = stage => $"conversations/{stage.Unpaid.ConversationId}/payment-requests";

    /// <summary>The Authorization header; null for none.</summary>
    public Func<BadInputStage, string?> Token { get; init; } = As("unpaid-seller");

    public string? Key { get; init; } = "bad-input";

    public string? IfMatch { get; init; }

    public string? Body { get; init; }

    /// <summary>A body that depends on the stage, instead of <see cref="Body"/>.</summary>
    public Func<BadInputStage, string>? BodyAt { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>The field that the problem must name.</summary>
    public string? Field { get; init; }

    public static Func<BadInputStage, string?> As(string subject) => stage => "Bearer " + stage.Token(subject);
}
