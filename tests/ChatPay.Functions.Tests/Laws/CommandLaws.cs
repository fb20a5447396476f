using System.Reflection;
using ChatPay.Functions.Features.Operations;
using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Features.Sellers;
using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Requests change orders in one way only, so that access, <c>If-Match</c> and the form of refusals are the same everywhere;
/// likewise sellers.</summary>
public sealed class CommandLaws
{
    // Paying takes several decisions with calls to the provider in between, each bound to the checkout rather than a version of the
    // order. Rebuilding indexes changes where the order is found, not the order.
    private static readonly Type[] Others = [typeof(CaptureOrder), typeof(CheckoutOrder), typeof(RebuildOrderIndexes)];

    [Fact]
    public void HttpFunction_ThatChangesAnOrder_IsACommand() =>
        Assert.Equal(
            Others.Select(type => type.Name),
            App.HttpFunctions.Where(ChangesAnOrder)
                .Select(function => function.DeclaringType!)
                .Where(type => !Uses(type, typeof(OrderCommands)))
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal));

    [Fact]
    public void Command_Any_WritesTheOrderInNoOtherWay() =>
        Assert.Empty(
            App.HttpFunctions.Where(ChangesAnOrder)
                .Select(function => function.DeclaringType!)
                .Except(Others)
                .Where(type => Uses(type, typeof(OrderStore)))
                .Select(type => type.Name));

    /// <summary>Likewise for sellers: the path names the seller, or it is the caller's own account.</summary>
    [Fact]
    public void HttpFunction_ThatChangesASeller_IsACommandAndWritesInNoOtherWay()
    {
        var functions = App.HttpFunctions.Where(ChangesASeller).Select(function => function.DeclaringType!).ToList();

        Assert.InRange(functions.Count, 14, 50);
        Assert.Empty(functions.Where(type => !Uses(type, typeof(SellerCommands))).Select(type => type.Name));
        Assert.Empty(
            functions
                .Where(type =>
                    App.Types
                        .Where(t => App.Written(t) == type)
                        .SelectMany(IntermediateLanguage.MembersUsedBy)
                        .Any(m =>
                            (m.DeclaringType == typeof(SellerStore) && m.Name != nameof(SellerStore.GetAsync))
                            || m.DeclaringType == typeof(SellerSecrets)
                            || m.DeclaringType == typeof(EntityTags)))
                .Select(type => type.Name));
    }

    private static bool ChangesAnOrder(MethodInfo function) => Changes(function, "api/v1/orders/{");

    private static bool ChangesASeller(MethodInfo function) =>
        Changes(function, "api/v1/sellers/{") || Changes(function, "api/v1/sellers/me/");

    private static bool Changes(MethodInfo function, string below) =>
        (HttpTriggerAttribute)App.Trigger(function)! is var trigger
        && trigger.Route!.StartsWith(below, StringComparison.Ordinal)
        && trigger.Methods!.Any(verb => !verb.Equals("get", StringComparison.OrdinalIgnoreCase));

    private static bool Uses(Type function, Type used) =>
        App.Types.Where(type => App.Written(type) == function).SelectMany(IntermediateLanguage.TypesUsedBy).Contains(used);
}
