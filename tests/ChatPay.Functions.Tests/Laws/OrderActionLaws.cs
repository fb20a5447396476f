using System.Reflection;
using ChatPay.Functions.Features.Operations;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Orders;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Each command of an order is declared once: the actions that clients are told about are those that the endpoints
/// accept.</summary>
public sealed class OrderActionLaws
{
    private const string Orders = "api/v1/orders/{orderId}/";

    private static readonly IReadOnlyList<(string Name, OrderAction Action)> Declared =
    [
        .. typeof(OrderActions).GetProperties().Where(p => p.PropertyType == typeof(OrderAction))
            .Select(p => (p.Name, (OrderAction)p.GetValue(null)!)),
    ];

    // Rebuilding indexes changes where the order is found, not the order.
    private static readonly IReadOnlyList<MethodInfo> Commands =
    [
        .. App.HttpFunctions.Where(function => App.Route(function).StartsWith(Orders, StringComparison.Ordinal)
            && VerbOf(function) != "GET" && function.DeclaringType != typeof(RebuildOrderIndexes)),
    ];

    [Fact]
    public void Declarations_All_AreTried() =>
        Assert.Equal(Declared.Select(d => d.Name), OrderActions.All.Select(action => Declared.Single(d => d.Action == action).Name));

    [Fact]
    public void Command_Any_IsDeclaredWithItsPathAndItsParties() => AssertNone(
        from function in Commands
        let used = DeclarationsUsedBy(function.DeclaringType!)
        let route = $"{VerbOf(function)} {App.Route(function)[Orders.Length..]}"
        let roles = function.GetCustomAttribute<RequiresAttribute>()!.AnyOf.Order().ToList()
        let wrong =
            used is not [var (name, action)]
                ? $"uses {used.Count} declarations of OrderActions: add one for {route}, with the least that a caller could ask for, and "
                    + "begin the command with it"
            : $"{action.Method} {action.Path}" != route ? $"is {route}, and OrderActions.{name} is {action.Method} {action.Path}"
            : !roles.SequenceEqual(RolesOf(action)) ? $"requires {string.Join(", ", roles)}, and OrderActions.{name} is for {action.By}"
            : null
        where wrong is not null
        select $"{function.DeclaringType!.Name} {wrong}.");

    [Fact]
    public void Declaration_Any_HasAnEndpoint() => AssertNone(
        Declared.Select(d => d.Name)
            .Except(Commands.SelectMany(function => DeclarationsUsedBy(function.DeclaringType!)).Select(d => d.Name))
            .Select(name => $"No endpoint begins with OrderActions.{name}."));

    private static List<(string Name, OrderAction Action)> DeclarationsUsedBy(Type endpoint)
    {
        var used = App.Types.Where(type => App.Written(type) == endpoint).SelectMany(IntermediateLanguage.MembersUsedBy)
            .OfType<MethodInfo>().Where(member => member.DeclaringType == typeof(OrderActions)).Select(member => member.Name).ToHashSet();
        return [.. Declared.Where(d => used.Contains($"get_{d.Name}"))];
    }

    private static IEnumerable<Role> RolesOf(OrderAction action)
    {
        if ((action.By & OrderParty.Buyer) != OrderParty.None)
            yield return Role.Buyer;
        if ((action.By & OrderParty.Seller) != OrderParty.None)
            yield return Role.Seller;
        if ((action.By & OrderParty.Operator) != OrderParty.None)
            yield return Role.Operator;
    }

    private static string VerbOf(MethodInfo function) =>
        ((HttpTriggerAttribute)App.Trigger(function)!).Methods!.Single().ToUpperInvariant();

    private static void AssertNone(IEnumerable<string> offenders) => Assert.Equal("", string.Join('\n', offenders));
}
