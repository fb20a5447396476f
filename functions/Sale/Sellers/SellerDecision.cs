namespace ChatPay.Functions.Sale.Sellers;

/// <summary>What a transition decides about a seller: the account's next state, unchanged if this has already happened, or to
/// refuse. Transitions are pure functions; only <c>SellerStore</c> writes what they decide.</summary>
public sealed record SellerDecision
{
    private SellerDecision()
    {
    }

    /// <summary>The account afterwards; null when it was refused.</summary>
    public Seller? Next { get; private init; }

    /// <summary>Why it was refused; null otherwise.</summary>
    public Refusal? Refusal { get; private init; }

    /// <summary>The state that does not allow it; null when the refusal is not about the state.</summary>
    public SellerState? Current { get; private init; }

    /// <summary>Refuses because of the account's state: with a stable code and a sentence for the caller.</summary>
    public static SellerDecision Refuse(string code, string detail, SellerState current) =>
        new() { Refusal = new(RefusalKind.Conflict, code, detail), Current = current };

    /// <summary>Refuses the request itself, whatever the account's state. <paramref name="field"/> is the member of the request
    /// that is at fault.</summary>
    public static SellerDecision Invalid(string code, string detail, string field) =>
        new() { Refusal = new(RefusalKind.Rule, code, detail, field) };

    public static implicit operator SellerDecision(Seller next) => new() { Next = next };
}
