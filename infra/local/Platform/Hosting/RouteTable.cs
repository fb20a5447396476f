using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Local.Hosting;

/// <summary>Finds the HTTP function for a request, by ASP.NET Core's templates, constraints and precedence.</summary>
internal sealed class RouteTable
{
    // Paths of the host.
    private static readonly string[] Reserved = ["admin", "runtime"];

    private readonly List<Entry> _entries = [];

    /// <exception cref="PlatformException">A route cannot be read, is reserved, or is taken.</exception>
    public RouteTable(string prefix, IEnumerable<(LocalFunction Function, HttpTriggerAttribute Trigger)> functions)
    {
        using var services = new ServiceCollection().AddLogging().AddRouting().BuildServiceProvider();
        var constraints = services.GetRequiredService<IInlineConstraintResolver>();
        foreach (var (function, trigger) in functions)
            Add(Entry.Read(function, trigger, $"{prefix}/{(trigger.Route ?? function.Name).Trim('/')}".Trim('/'), constraints));

        // The most specific template first; the stable sort keeps equal ones in order of name.
        _entries = [.. _entries.OrderBy(e => e.Precedence)];
    }

    /// <summary>The function for the path and verb, with its route values; null when there is none: a 404, even if only the verb is
    /// wrong.</summary>
    public (LocalFunction Function, HttpTriggerAttribute Trigger, RouteValueDictionary Values)? Find(HttpContext context)
    {
        foreach (var entry in _entries)
        {
            var values = new RouteValueDictionary();
            if (entry.Takes(context.Request.Method) && entry.Matches(context, values))
                return (entry.Function, entry.Trigger, values);
        }

        return null;
    }

    private void Add(Entry entry)
    {
        var first = entry.Template.Split('/')[0];
        if (Reserved.Contains(first, StringComparer.OrdinalIgnoreCase))
            throw new PlatformException(
                $"The route {entry.Template} of the function {entry.Function.Name} begins with {first}, which belongs to the host.");
        if (_entries.Find(e => e.Template.Equals(entry.Template, StringComparison.OrdinalIgnoreCase) && e.SharesVerb(entry)) is { } other)
            throw new PlatformException(
                $"The functions {other.Function.Name} and {entry.Function.Name} have the same route and verb: {entry.Template}.");
        _entries.Add(entry);
    }

    private sealed record Entry(
        LocalFunction Function,
        HttpTriggerAttribute Trigger,
        string Template,
        decimal Precedence,
        TemplateMatcher Matcher,
        List<(string Name, IRouteConstraint Rule)> Constraints)
    {
        private readonly HashSet<string> _verbs = new(Trigger.Methods ?? [], StringComparer.OrdinalIgnoreCase);

        public static Entry Read(LocalFunction function, HttpTriggerAttribute trigger, string template, IInlineConstraintResolver resolver)
        {
            try
            {
                var parsed = TemplateParser.Parse(template);
                var defaults = new RouteValueDictionary();
                foreach (var parameter in parsed.Parameters.Where(p => p.DefaultValue is not null))
                    defaults[parameter.Name!] = parameter.DefaultValue;
                var constraints = parsed.Parameters.SelectMany(
                    p => p.InlineConstraints,
                    (p, c) =>
                        (
                            p.Name!,
                            resolver.ResolveConstraint(c.Constraint)
                                ?? throw new PlatformException(
                                    $"The route {template} of the function {function.Name} has an unknown constraint: {c.Constraint}.")));
                return new Entry(
                    function,
                    trigger,
                    template,
                    RoutePrecedence.ComputeInbound(parsed),
                    new TemplateMatcher(parsed, defaults),
                    [.. constraints]);
            }
            catch (ArgumentException e)
            {
                throw new PlatformException($"The route {template} of the function {function.Name} cannot be read: {e.Message}", e);
            }
        }

        public bool Takes(string verb) => _verbs.Count == 0 || _verbs.Contains(verb);

        public bool SharesVerb(Entry other) => _verbs.Count == 0 || other._verbs.Count == 0 || _verbs.Overlaps(other._verbs);

        public bool Matches(HttpContext context, RouteValueDictionary values) =>
            Matcher.TryMatch(context.Request.Path, values)
            && Constraints.TrueForAll(c =>
                !values.ContainsKey(c.Name) || c.Rule.Match(context, null, c.Name, values, RouteDirection.IncomingRequest));
    }
}
