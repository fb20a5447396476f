using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Sale;

/// <summary>What a transition decides about an order: to change it, to leave it as it is because it has happened already, or
/// to refuse. Transitions are pure functions; only <see cref="OrderStore"/> writes what they decide.</summary>
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

    /// <summary>Refuses, with a stable code and a sentence for the caller.</summary>
    public static Decision Refuse(string code, string detail) => new() { Refusal = new Refusal(code, detail) };

    public static implicit operator Decision(OrderChange change) => new() { Change = change };
}

/// <summary>Why a transition does not take place.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Detail">For people: what to do instead.</param>
public sealed record Refusal(string Code, string Detail);

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
