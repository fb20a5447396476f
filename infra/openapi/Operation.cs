using System.Reflection;
using System.Text.RegularExpressions;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.OpenApi;

/// <summary>A successful answer of an operation.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The type of the JSON body; null when there is none.</param>
/// <param name="MediaType">The media type of a body that is not JSON.</param>
internal sealed record Success(int Status, Type? Body, string? MediaType = null);

/// <summary>What an HTTP function takes and answers, read from its attributes and its IL: <c>Body.ReadAsync</c> tells what it reads,
/// <c>Answers</c> what it answers, and every refusal that it can lead to has its code as a literal.</summary>
internal sealed partial class Operation
{
    private static readonly HashSet<string> Raises = ["Malformed", "Conflict", "Refused", "Refuse", "Invalid"];

    private readonly IReadOnlyCollection<MethodBase> _code;

    private Operation(MethodInfo function, string verb)
    {
        Function = function;
        Verb = verb;
        Tag = TagOf(Route);
        _code = ReachableCode.From(function);
        Reads = Calls(typeof(Body), nameof(Body.ReadAsync)).Select(m => m.GetGenericArguments()[0]).FirstOrDefault();
        Successes = [.. FindSuccesses().Distinct().OrderBy(s => s.Status)];
        Codes = CodesOf(_code);
    }

    public MethodInfo Function { get; }

    /// <summary>The HTTP method, in capitals.</summary>
    public string Verb { get; }

    public string Route => "/" + AccessRules.TriggerOf(Function).Route!.TrimStart('/');

    /// <summary>The route, without constraints.</summary>
    public string Path => RouteParameter().Replace(Route, "{$1}");

    public IEnumerable<string> PathParameters => RouteParameter().Matches(Route).Select(match => match.Groups[1].Value);

    /// <summary>The tag that groups it in the document; null when its route implies none.</summary>
    public string? Tag { get; }

    public string Id => Function.GetCustomAttribute<FunctionAttribute>()!.Name;

    /// <summary>The type of the JSON request body; null when it reads none.</summary>
    public Type? Reads { get; }

    public IReadOnlyList<Success> Successes { get; }

    /// <summary>The codes of the refusals that it can lead to, except those of the middleware.</summary>
    public IReadOnlyCollection<string> Codes { get; }

    public IReadOnlyList<Role> Roles => Function.GetCustomAttribute<RequiresAttribute>()?.AnyOf ?? [];

    public bool Changes => Verb != "GET";

    public bool NeedsKey => OwnCode().Any(m => m.DeclaringType == typeof(IdempotencyKey) && m.Name == nameof(IdempotencyKey.Of));

    public bool HonoursIfMatch => Names(nameof(EntityTags), nameof(EntityTags.RequireMatch));

    public bool NeedsIfMatch => Names(nameof(EntityTags), nameof(EntityTags.RequireMatchGiven));

    /// <summary>Whether its answer has the <c>ETag</c> of the version. A command's answer has none: an order's tag is that of the
    /// order as read.</summary>
    public bool TagsVersion => HonoursIfMatch && !Names(nameof(OrderCommand));

    public bool AnswersNotModified =>
        Names(nameof(Answers), nameof(Answers.OkUnlessKnown)) || Names(nameof(Answers), nameof(Answers.FileUnlessKnown));

    /// <summary>Reads all operations of the app.</summary>
    public static IReadOnlyList<Operation> OfApp() =>
        [
            .. AccessRules
                .HttpFunctions(typeof(Order).Assembly)
                .SelectMany(function =>
                    AccessRules.TriggerOf(function).Methods!.Select(verb => new Operation(function, verb.ToUpperInvariant())))
                .Where(operation => operation.Route.StartsWith("/api/", StringComparison.Ordinal))
                .OrderBy(operation => operation.Route, StringComparer.Ordinal)
                .ThenBy(operation => operation.Verb, StringComparer.Ordinal),
        ];

    /// <summary>The refusal codes that these methods name.</summary>
    public static IReadOnlyCollection<string> CodesOf(IEnumerable<MethodBase> code) =>
    [
        .. code.Where(Refuses).SelectMany(MethodCode.TextsOf).Where(ProblemKinds.All.ContainsKey).Distinct().Order(StringComparer.Ordinal),
    ];

    private IEnumerable<Success> FindSuccesses()
    {
        foreach (var method in Calls(typeof(Answers)))
        {
            var body = method.IsGenericMethod ? method.GetGenericArguments()[0] : null;
            switch (method.Name)
            {
                case nameof(Answers.Ok) or nameof(Answers.OkForNow) or nameof(Answers.OkUnlessKnown):
                    yield return new(200, body);
                    break;
                case nameof(Answers.Created):
                    yield return new(201, body);
                    break;
                case nameof(Answers.Accepted):
                    yield return new(202, body);
                    break;
                case nameof(Answers.NoContent):
                    yield return new(204, null);
                    break;
                case nameof(Answers.SeeOther):
                    yield return new(303, null);
                    break;
                case nameof(Answers.Text):
                    yield return new(200, null, _code.SelectMany(MethodCode.TextsOf).First(t => t is "text/csv" or "text/plain"));
                    break;
                case nameof(Answers.FileUnlessKnown):
                    yield return new(200, null, "text/javascript");
                    break;
            }
        }

        if (Names("PlainPage") || Names("ReferencePage") || Names("AppPage"))
            yield return new(200, null, "text/html");
    }

    private IEnumerable<MethodInfo> Calls(Type type, string? name = null) => _code.SelectMany(MethodCode.MembersOf).OfType<MethodInfo>()
        .Where(m => m.DeclaringType == type && (name is null || m.Name == name) && !m.ContainsGenericParameters).Distinct();

    private bool Names(string type, string? member = null) =>
        _code.Any(m => m.DeclaringType!.Name == type && (member is null || m.Name == member));

    // The code of its class, including what the compiler generated for it.
    private IEnumerable<MemberInfo> OwnCode() =>
        _code.Where(m => ReachableCode.Written(m.DeclaringType!) == Function.DeclaringType).SelectMany(MethodCode.MembersOf);

    private static bool Refuses(MethodBase method) =>
        MethodCode
            .MembersOf(method)
            .Any(member =>
                (member is MethodInfo { Name: var name } && Raises.Contains(name))
                || (
                    member is ConstructorInfo { DeclaringType: var made }
                    && (made == typeof(ProblemException) || made == typeof(Refusal))));

    private static string? TagOf(string route) => route.Split('/') is [_, _, "v1", var first, ..]
        ? first switch
        {
            "conversations" => "Conversations",
            "orders" or "carriers" or "payment-request-limits" => "Orders",
            "sellers" or "connect" => "Sellers",
            "me" or "pay" or "ship" => "Service",
            "events" or "event-schemas" => "Events",
            "ops" => "Operations",
            _ => null,
        }
        : route.StartsWith("/api/webhooks/", StringComparison.Ordinal) ? "Webhooks" : "Service";

    [GeneratedRegex(@"\{([A-Za-z]+)[^}]*\}")]
    private static partial Regex RouteParameter();
}
