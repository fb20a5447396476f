using System.Reflection;
using System.Reflection.Emit;
using ChatPay.Functions.Features.Pages;
using ChatPay.Functions.Features.Sellers;
using ChatPay.Functions.Platform.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Tests.Shared.Auth;

public sealed class AccessRulesTests
{
    private static readonly AccessRules Rules = AccessRules.Of(typeof(VerifySeller).Assembly);

    [Fact]
    public void Rules_OfGuardedFunction_AreItsRoles() =>
        Assert.Equal([Role.Operator], Rules.AnyOf("ChatPay.Functions.Features.Sellers.VerifySeller.RunAsync"));

    [Fact]
    public void Rules_OfOpenFunction_AreNone() => Assert.Empty(Rules.AnyOf($"{typeof(HealthLive).FullName}.{nameof(HealthLive.Run)}"));

    [Fact]
    public void Rules_OfAnUnknownFunction_LetNobodyThrough() =>
        Assert.Throws<InvalidOperationException>(() => Rules.AnyOf("ChatPay.Functions.Features.Sellers.VerifySeller.Other"));

    [Fact]
    public void Start_WithAFunctionThatDeclaresNothing_FailsAndNamesIt()
    {
        var e = Assert.Throws<InvalidOperationException>(() => AccessRules.Of(AssemblyWithAnUndeclaredFunction()));
        Assert.Contains("Undeclared.Run", e.Message, StringComparison.Ordinal);
    }

    private static Assembly AssemblyWithAnUndeclaredFunction()
    {
        var type = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Undeclared"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("Undeclared").DefineType("Undeclared", TypeAttributes.Public);
        var method = type.DefineMethod("Run", MethodAttributes.Public, typeof(void), [typeof(HttpRequest)]);
        method.GetILGenerator().Emit(OpCodes.Ret);
        method.SetCustomAttribute(new CustomAttributeBuilder(typeof(FunctionAttribute).GetConstructor([typeof(string)])!, ["Undeclared"]));
        method.DefineParameter(1, ParameterAttributes.None, "request")
            .SetCustomAttribute(new CustomAttributeBuilder(typeof(HttpTriggerAttribute).GetConstructor([])!, []));
        type.CreateType();
        return type.Assembly;
    }
}
