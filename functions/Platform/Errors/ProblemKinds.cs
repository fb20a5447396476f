using System.Collections.Frozen;

namespace ChatPay.Functions.Platform.Errors;

/// <summary>Every code that a refusal can have. A test verifies that the codes thrown and the codes listed are the same.</summary>
public static partial class ProblemKinds
{
    /// <summary>All kinds, grouped as in the documentation.</summary>
    public static IReadOnlyList<ProblemGroup> Groups { get; } =
    [
        new("Reading the request", Requests),
        new("Who calls", Access),
        new("Repeats, limits and outages", Repeats),
        new("Sellers", Sellers),
        new("Conversations", Conversations),
        new("Payment requests and paying", Paying),
        new("Shipping", Shipping),
        new("Refunds, complaints and disputes", Returns),
        new("Payouts and books", Books),
        new("Operations", Operations),
    ];

    /// <summary>All kinds by their code.</summary>
    public static FrozenDictionary<string, ProblemKind> All { get; } =
        Groups.SelectMany(group => group.Kinds).ToFrozenDictionary(kind => kind.Code, StringComparer.Ordinal);

    /// <summary>The type URI of a problem: a path of this app that describes its kind.</summary>
    public static string TypeOf(string code) => $"/api/docs/problems#{code}";
}
