using System.Reflection;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Functions.Composition;
using ChatPay.Functions.Features.Sellers.Kyc;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Settings;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Identity data is handled in one folder only, and stored only in the vault.</summary>
public sealed class IdentityDataLaws
{
    private const string Kyc = "ChatPay.Functions.Features.Sellers.Kyc";
    private const string Secrets = "ChatPay.Functions.Platform.Vault";

    private static readonly HashSet<Type> IdentityTypes =
    [
        .. App
            .Types.Where(type => type.Namespace == Kyc && !type.IsDefined(typeof(FunctionAttribute)))
            .Where(type => type == typeof(Sensitive) || Members(type).Contains(typeof(Sensitive))),
    ];

    [Fact]
    public void Vault_OfTheApp_IsTouchedByItsTwoOwnersOnly()
    {
        var users = App
            .Types.Where(type => IntermediateLanguage.TypesUsedBy(type).Contains(typeof(SecretClient)))
            .Select(App.Written)
            .ToHashSet();

        Assert.Contains(typeof(IdentityVault), users);
        users.Remove(typeof(SharedServices)); // adds it
        users.Remove(typeof(AzureAddresses)); // makes it
        List<Type> offenders = [.. users.Where(type => type.Namespace is not (Kyc or Secrets))];
        Assert.Empty(offenders);
    }

    [Fact]
    public void IdentityData_OutsideItsFolder_IsNotNamed()
    {
        Assert.Contains(typeof(KycForm), IdentityTypes);
        Assert.Contains(typeof(IdentityData), IdentityTypes);
        List<Type> offenders =
        [
            .. App.Types.Where(type => type.Namespace != Kyc && IntermediateLanguage.TypesUsedBy(type).Any(IdentityTypes.Contains)),
        ];
        Assert.Empty(offenders);
    }

    [Fact]
    public void IdentityData_InWhatIsStoredOrSent_DoesNotOccur()
    {
        var kept = Kept();

        Assert.Contains(typeof(Seller), kept);
        Assert.Contains(typeof(Order), kept);
        Assert.Contains(typeof(OutboxTrigger), kept);
        Assert.Contains(typeof(OrderProgress), kept);
        Assert.Empty(kept.Intersect(IdentityTypes));
    }

    // The types, with everything that they contain, that non-HTTP functions take and return, and that generic calls store, send and
    // start instances with.
    private static HashSet<Type> Kept()
    {
        var roots = App.Functions.Where(function => App.Trigger(function) is not HttpTriggerAttribute)
            .SelectMany(function => function.GetParameters().Select(parameter => parameter.ParameterType).Append(function.ReturnType))
            .Concat(App.Types.SelectMany(IntermediateLanguage.MembersUsedBy).OfType<MethodInfo>()
                .Where(method => method.IsGenericMethod && method.Name is "ToRow" or "FromRow" or "SendAsync" or "ScheduleAsync" or "Read"
                    or "CallActivityAsync" or "CallSubOrchestratorAsync" or "GetInput" or "WaitForExternalEvent")
                .SelectMany(method => method.GetGenericArguments()));
        var found = new HashSet<Type>();
        var open = new Stack<Type>(roots.SelectMany(IntermediateLanguage.Parts));
        while (open.TryPop(out var type))
        {
            if (!App.IsOurs(type) || !found.Add(type))
                continue;
            foreach (var member in Members(type))
                open.Push(member);
        }

        return found;
    }

    private static IEnumerable<Type> Members(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Select(property => property.PropertyType)
        .Concat(type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Select(field => field.FieldType))
        .SelectMany(IntermediateLanguage.Parts);
}
