using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Sale;

/// <summary>What a transition decides about an order: to change it, to leave it as it is because this has already happened, or to
/// refuse. Transitions are pure functions; only <c>OrderStore</c> writes what they decide.</summary>
public sealed record Decision
{
    private Decision()
    {
    }

    /// <summary>It has already happened; a repeat is harmless.</summary>
    public static Decision Nothing { get; } = new();

    /// <summary>The change to write; null when there is none.</summary>
    public OrderChange? Change { get; private init; }

    /// <summary>Why it was refused; null otherwise.</summary>
    public Refusal? Refusal { get; private init; }

    /// <summary>Refuses because of the order's state: with a stable code and a sentence for the caller.</summary>
    public static Decision Refuse(string code, string detail) => Refused(new(RefusalKind.Conflict, code, detail));

    /// <summary>Refuses the request itself, whatever the order's state. <paramref name="field"/> is the member of the request that
    /// is at fault; null when no single one is.</summary>
    public static Decision Invalid(string code, string detail, string? field = null) =>
        Refused(new(RefusalKind.Rule, code, detail, field));

    /// <summary>Refuses because the order has no such thing; <paramref name="what"/> names it, such as <c>refund
    /// request</c>.</summary>
    public static Decision NotFound(string what) =>
        Refused(new(RefusalKind.NotFound, "not-found", $"There is no such {what}, or it is not yours: check the id and the token."));

    private static Decision Refused(Refusal refusal) => new() { Refusal = refusal };

    public static implicit operator Decision(OrderChange change) => new() { Change = change };
}

/// <summary>Why a transition is refused. Callers branch on <see cref="Kind"/>, never on the code.</summary>
/// <param name="Kind">What is at fault.</param>
/// <param name="Code">Stable, for client programs.</param>
/// <param name="Detail">For people: what to do instead.</param>
/// <param name="Field">The member of the request that is at fault; null when no single one is.</param>
public sealed record Refusal(RefusalKind Kind, string Code, string Detail, string? Field = null);

/// <summary>What is at fault in a refusal.</summary>
public enum RefusalKind
{
    /// <summary>The order's state: the same request may be possible later, or was earlier.</summary>
    Conflict,

    /// <summary>The request itself: it is refused however often it is sent.</summary>
    Rule,

    /// <summary>The name or number: the order has no such thing.</summary>
    NotFound,
}

/// <summary>The next state of an order with everything that is written in the same table transaction.</summary>
public sealed record OrderChange(Order Order)
{
    /// <summary>The ledger transactions to book.</summary>
    public IReadOnlyList<LedgerTransaction> Ledger { get; init; } = [];

    /// <summary>What happened: each event becomes a timeline row and a message in the conversation.</summary>
    public IReadOnlyList<OrderEvent> Events { get; init; } = [];

    /// <summary>Orchestrations to start after the commit.</summary>
    public IReadOnlyList<OrchestrationStart> Starts { get; init; } = [];

    /// <summary>Combines this change with one that was decided on its outcome.</summary>
    public OrderChange Then(OrderChange next) => next with
    {
        Ledger = [.. Ledger, .. next.Ledger],
        Events = [.. Events, .. next.Events],
        Starts = [.. Starts, .. next.Starts],
    };
}

/// <summary>An orchestration of this order to start once.</summary>
/// <param name="Name">The orchestrator function.</param>
/// <param name="InstanceId">Derived from the order's id.</param>
public sealed record OrchestrationStart(string Name, string InstanceId);
