using System.Reflection;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Money is an integer count of minor units, with checked arithmetic, never a floating-point number.</summary>
public sealed class MoneyLaws
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly HashSet<Type> Inexact = [typeof(float), typeof(double), typeof(decimal), typeof(Half)];

    [Fact]
    public void Members_OfTheApp_HoldNoFractions()
    {
        List<Type> offenders =
        [
            .. App.Types.Where(type =>
                App.Written(type) == type && Types(type).SelectMany(IntermediateLanguage.Parts).Any(Inexact.Contains)),
        ];
        Assert.Empty(offenders);
    }

    // Durations and backoff factors may be fractional, but only as locals and arguments of other APIs, never as our members.
    private static IEnumerable<Type> Types(Type type) =>
        type.GetProperties(Declared).Select(property => property.PropertyType)
            .Concat(type.GetFields(Declared).Select(field => field.FieldType))
            .Concat(type.GetMethods(Declared).Where(method => method.IsPublic)
                .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)));
}
