using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Auth;

/// <summary>The caller of a request, from the token's <c>iss</c>, <c>sub</c> and <c>roles</c>. The buyer and seller ids are derived
/// from issuer and subject, so no look-up is needed and nobody can claim another's.</summary>
/// <param name="Subject">Issuer and subject, the caller's identity.</param>
/// <param name="Roles">The roles that the token grants.</param>
public sealed record Caller(string Subject, IReadOnlySet<Role> Roles)
{
    private const string ItemKey = "ChatPay.Caller";

    /// <summary>This caller's id as a seller.</summary>
    public string SellerId => Ids.Derived("sel", Subject);

    /// <summary>This caller's id as a buyer.</summary>
    public string BuyerId => Ids.Derived("byr", Subject);

    /// <summary>This caller's id as an operator: it says who did something; it owns nothing.</summary>
    public string OperatorId => Ids.Derived("opr", Subject);

    /// <summary>Whether the token carries this role.</summary>
    public bool Is(Role role) => Roles.Contains(role);

    /// <summary>The caller of this request, set by the authentication middleware.</summary>
    /// <exception cref="InvalidOperationException">The function is open and has no caller.</exception>
    public static Caller Of(HttpContext http) => http.Items[ItemKey] as Caller
        ?? throw new InvalidOperationException("An open function has no caller: ask for none, or declare [Requires(...)].");

    /// <summary>The caller of this request; null when the function is open.</summary>
    internal static Caller? Find(HttpContext http) => http.Items[ItemKey] as Caller;

    internal static void Set(HttpContext http, Caller caller) => http.Items[ItemKey] = caller;
}
