using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Sale;

/// <summary>What a transition decides about an order: to change it, to leave it as it is because it has happened already, or
/// to refuse. Transitions are pure functions; only <c>OrderStore</c> writes what they decide.</summary>
public sealed record Decision
{
    private Decision()
    {
    }

    /// <summary>The order has it already; a repeat is harmless.</summary>
    public static Decision Nothing { get; } = new();

    /// <summary>The change to write; null when there is none.</summary>
    public OrderChange? Change { get; private init; }

    /// <summary>Why not; null when it was not refused.</summary>
    public Refusal? Refusal { get; private init; }

    /// <summary>Refuses, as the order stands: with a stable code and a sentence for the caller.</summary>
    public static Decision Refuse(string code, string detail) => Refused(new(RefusalKind.Conflict, code, detail));

    /// <summary>Refuses what was asked for, however the order stands.</summary>
    /// <param name="code">Stable, for programs.</param>
    /// <param name="detail">For people: what to ask for instead.</param>
    /// <param name="field">The member of the request that is at fault; null when it is none alone.</param>
    public static Decision Invalid(string code, string detail, string? field = null) =>
        Refused(new(RefusalKind.Rule, code, detail, field));

    /// <summary>Refuses: the order has no such thing.</summary>
    /// <param name="what">Such as <c>refund request</c>.</param>
    public static Decision NotFound(string what) =>
        Refused(new(RefusalKind.NotFound, "not-found", $"There is no such {what}, or it is not yours: check the id and the token."));

    private static Decision Refused(Refusal refusal) => new() { Refusal = refusal };

    public static implicit operator Decision(OrderChange change) => new() { Change = change };
}

/// <summary>Why a transition does not take place. Callers tell refusals apart by <see cref="Kind"/>, never by their code.</summary>
/// <param name="Kind">What is at fault.</param>
/// <param name="Code">Stable, for programs outside.</param>
/// <param name="Detail">For people: what to do instead.</param>
/// <param name="Field">The member of the request that is at fault; null when it is none alone.</param>
public sealed record Refusal(RefusalKind Kind, string Code, string Detail, string? Field = null);

/// <summary>What a refusal finds fault with.</summary>
public enum RefusalKind
{
    /// <summary>Where the order stands: the same request may be possible later, or was earlier.</summary>
    Conflict,

    /// <summary>What was asked for: it is refused however often it is sent.</summary>
    Rule,

    /// <summary>What was named: the order has no such thing.</summary>
    NotFound,
}

/// <summary>The next state of an order with everything that belongs into the same table transaction.</summary>
public sealed record OrderChange(Order Order)
{
    /// <summary>The money side.</summary>
    public IReadOnlyList<LedgerTransaction> Ledger { get; init; } = [];

    /// <summary>What happened: a row each in the timeline, and a notice each in the conversation.</summary>
    public IReadOnlyList<OrderEvent> Events { get; init; } = [];

    /// <summary>Orchestrations to start after the commit.</summary>
    public IReadOnlyList<OrchestrationStart> Starts { get; init; } = [];

    /// <summary>This change and one that was decided on its outcome, as one.</summary>
    public OrderChange Then(OrderChange next) => next with
    {
        Ledger = [.. Ledger, .. next.Ledger],
        Events = [.. Events, .. next.Events],
        Starts = [.. Starts, .. next.Starts],
    };
}

/// <summary>An orchestration of this order to start once; its id names what it does.</summary>
/// <param name="Name">The orchestrator function.</param>
/// <param name="InstanceId">Derived from the order's id.</param>
public sealed record OrchestrationStart(string Name, string InstanceId);
