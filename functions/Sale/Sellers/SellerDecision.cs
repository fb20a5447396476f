namespace ChatPay.Functions.Sale.Sellers;

/// <summary>What a transition decides about a seller: how the account is from then on, which is as before when it is so already, or to
/// refuse. Transitions are pure functions; only <c>SellerStore</c> writes what they decide.</summary>
public sealed record SellerDecision
{
    private SellerDecision()
    {
    }

    /// <summary>The account afterwards; null when it was refused.</summary>
    public Seller? Next { get; private init; }

    /// <summary>Why not; null when it was not refused.</summary>
    public Refusal? Refusal { get; private init; }

    /// <summary>The state that does not allow it; null when it is not about one.</summary>
    public SellerState? Current { get; private init; }

    /// <summary>Refuses, as the account stands: with a stable code and a sentence for the caller.</summary>
    public static SellerDecision Refuse(string code, string detail, SellerState current) =>
        new() { Refusal = new(RefusalKind.Conflict, code, detail), Current = current };

    /// <summary>Refuses what was asked for, however the account stands.</summary>
    /// <param name="code">Stable, for programs.</param>
    /// <param name="detail">For people: what to do instead.</param>
    /// <param name="field">The member of the request that is at fault.</param>
    public static SellerDecision Invalid(string code, string detail, string field) =>
        new() { Refusal = new(RefusalKind.Rule, code, detail, field) };

    public static implicit operator SellerDecision(Seller next) => new() { Next = next };
}
