using System.Collections.Frozen;

namespace ChatPay.Functions.Platform.Errors;

/// <summary>Every code that a caller can be answered. A law holds what is thrown to this list, and this list to what is thrown.</summary>
public static partial class ProblemKinds
{
    /// <summary>All kinds, as they are listed for people.</summary>
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

    /// <summary>Where the kind of a problem is described: a path of this app.</summary>
    public static string TypeOf(string code) => $"/api/docs/problems#{code}";
}
