using System.Reflection;
using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Orchestrations;
using ChatPay.Functions.Platform.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Rules for the declaration of every function.</summary>
public sealed class FunctionLaws
{
    // Names recorded in the histories of running orders stay, whatever their class is called.
    private static readonly Dictionary<string, string> NamesInHistories = new()
    {
        [nameof(DisputeLifecycle)] = "CaseLifecycle",
        [nameof(ReadDispute)] = "ReadCase",
    };

    /// <summary>The first segments of the pages' routes.</summary>
    private static readonly string[] Pages = ["{nothing:maxlength(0)?}", "assets", "chat", "desk", "docs", "ops", "pay", "ship", "signed-in"];

    [Fact]
    public void Function_Any_IsNamedAsItsClassAndAloneInIt()
    {
        Assert.NotEmpty(App.Functions);
        Assert.All(
            App.Functions,
            function => Assert.Equal(
                NamesInHistories.GetValueOrDefault(function.DeclaringType!.Name, function.DeclaringType.Name),
                function.GetCustomAttribute<FunctionAttribute>()!.Name));
        Assert.Equal(App.Functions.Count, App.Functions.Select(function => function.DeclaringType).Distinct().Count());
    }

    [Fact]
    public void HttpFunction_Any_SaysWhoMayCallIt()
    {
        // Throws for a function without rules; the app does the same when it starts.
        AccessRules.Of(App.Assembly);
        Assert.NotEmpty(App.HttpFunctions);
    }

    [Fact]
    public void HttpFunction_Any_ReturnsAResultThatItWritesItself() => Assert.All(App.HttpFunctions, function =>
        Assert.True(function.ReturnType == typeof(IResult) || function.ReturnType == typeof(Task<IResult>), function.DeclaringType!.Name));

    [Fact]
    public void HttpFunction_Any_LeavesKeysToTheHostAndTakesTokens() => Assert.All(App.HttpFunctions, function =>
        Assert.Equal(AuthorizationLevel.Anonymous, ((HttpTriggerAttribute)App.Trigger(function)!).AuthLevel));

    [Fact]
    public void HttpFunction_Any_HasARouteAndOneOrMoreVerbs() => Assert.All(App.HttpFunctions, function =>
    {
        var trigger = (HttpTriggerAttribute)App.Trigger(function)!;
        Assert.False(string.IsNullOrEmpty(trigger.Route));
        Assert.NotEmpty(trigger.Methods!);
    });

    // host.json has no route prefix, so that pages have short addresses.
    [Fact]
    public void HttpFunction_ButAPage_IsBelowApi() => Assert.All(
        App.HttpFunctions.Where(function => !Pages.Contains(((HttpTriggerAttribute)App.Trigger(function)!).Route!.Split('/')[0])),
        function => Assert.StartsWith("api/", ((HttpTriggerAttribute)App.Trigger(function)!).Route, StringComparison.Ordinal));

    [Fact]
    public void HttpFunction_Guarded_IsBelowTheVersion() => Assert.All(
        App.HttpFunctions.Where(function => function.IsDefined(typeof(RequiresAttribute))),
        function => Assert.StartsWith("api/v1/", ((HttpTriggerAttribute)App.Trigger(function)!).Route, StringComparison.Ordinal));

    [Fact]
    public void HttpFunctions_Routes_AreDistinctByVerb()
    {
        var calls = App.HttpFunctions.Select(function => (HttpTriggerAttribute)App.Trigger(function)!)
            .SelectMany(trigger => trigger.Methods!.Select(verb => $"{verb.ToUpperInvariant()} {trigger.Route}"))
            .ToList();
        Assert.Equal(calls.Count, calls.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Function_ThatUsesOrchestrations_GetsTheirClientByBindingOnly()
    {
        Assert.All(
            App.Types.SelectMany(type => type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)),
            constructor =>
                Assert.DoesNotContain(
                    constructor.GetParameters(),
                    parameter => parameter.ParameterType == typeof(DurableTaskClient) && !IsCompilerMade(constructor)));
        Assert.All(
            App.Functions.SelectMany(function => function.GetParameters())
                .Where(parameter => parameter.ParameterType == typeof(DurableTaskClient)),
            parameter => Assert.True(parameter.IsDefined(typeof(DurableClientAttribute)), parameter.Member.DeclaringType!.Name));
    }

    /// <summary>A wait with a cancelled token silently consumes a buffered event: so waits take no token, and are created in one
    /// place.</summary>
    [Fact]
    public void Wait_ForAnEvent_IsMadeInOnePlaceWhichNeverCancelsIt()
    {
        var waits = App.Types.SelectMany(type =>
            IntermediateLanguage
                .MembersUsedBy(type)
                .OfType<MethodInfo>()
                .Where(method => method.Name == nameof(TaskOrchestrationContext.WaitForExternalEvent))
                .Select(method =>
                    (Type: App.Written(type), Limited: method.GetParameters().Any(parameter => parameter.ParameterType == typeof(TimeSpan)))
                ));
        Assert.Equal((typeof(OrderSteps), false), Assert.Single(waits));
    }

    private static bool IsCompilerMade(ConstructorInfo constructor) =>
        constructor.DeclaringType!.Name.Contains('<', StringComparison.Ordinal);
}
