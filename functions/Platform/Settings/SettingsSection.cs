using System.ComponentModel.DataAnnotations;
using System.Reflection;
using ChatPay.Functions.Sale;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Platform.Settings;

/// <summary>Reads options from their section and finds every fault: unknown names, values of another type, and what the attributes
/// refuse. .NET's own binder throws at the first one. What cannot be parsed is left at its default, so that the rest is checked as
/// well; the app does not start in any case.</summary>
internal sealed class SettingsSection<T>(IConfiguration configuration) : IConfigureOptions<T>, IValidateOptions<T>
    where T : class
{
    private static readonly string Name = typeof(T).GetCustomAttribute<SettingsSectionAttribute>()?.Name
        ?? throw new InvalidOperationException($"{typeof(T).Name} names no section: add [SettingsSection].");

    private static readonly Dictionary<string, PropertyInfo> Known = typeof(T).GetProperties()
        .Where(property => property.CanWrite)
        .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

    private readonly IConfigurationSection _section = configuration.GetSection(Name);

    public void Configure(T options)
    {
        var readable = _section.GetChildren().Where(setting => FaultOf(setting) is null)
            .SelectMany(setting => setting.AsEnumerable())
            // A chained configuration returns an empty setting as null, and the binder would put null where nothing expects it.
            .Where(pair => pair.Value is not null)
            .Select(pair => KeyValuePair.Create(pair.Key[(Name.Length + 1)..], pair.Value));
        new ConfigurationBuilder().AddInMemoryCollection(readable).Build().Bind(options);
    }

    public ValidateOptionsResult Validate(string? name, T options)
    {
        var unread = _section.GetChildren()
            .Select(setting => (setting.Key, Fault: FaultOf(setting)))
            .Where(setting => setting.Fault is not null)
            .ToList();
        var others = Known.Values
            .Where(property => !unread.Exists(setting => setting.Key.Equals(property.Name, StringComparison.OrdinalIgnoreCase)))
            .SelectMany(property => Refused(property, options));
        List<string> faults = [.. unread.Select(setting => setting.Fault!), .. others];
        if (options is IValidatableObject whole)
            faults.AddRange(whole.Validate(new ValidationContext(options)).Select(result => result.ErrorMessage!));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    // No value is included: it may be a secret, set under a wrong name.
    private static string? FaultOf(IConfigurationSection setting)
    {
        var type = Known.GetValueOrDefault(setting.Key)?.PropertyType;
        if (type is null || (type != typeof(string[]) && setting.GetChildren().Any()))
            return $"{setting.Path} is unknown: {Name} has {string.Join(", ", Known.Keys.Order(StringComparer.Ordinal))}.";
        if (setting.AsEnumerable().Any(pair => KeyVaultReference.IsUnresolved(pair.Value)))
            return KeyVaultReference.Fault(setting.Path);
        return setting.Value is null || type == typeof(string[]) || SettingText.CanBe(type, setting.Value)
            ? null
            : $"{setting.Path} must be {SettingText.Form(type)}.";
    }

    private static IEnumerable<string> Refused(PropertyInfo property, T options) => property.GetCustomAttributes<ValidationAttribute>()
        .Where(rule => !rule.IsValid(property.GetValue(options)))
        .Select(rule => $"{Name}:{property.Name} " + rule switch
        {
            RequiredAttribute => $"is missing (as an environment variable: {Name}__{property.Name}).",
            RangeAttribute range => $"must be from {range.Minimum} to {range.Maximum}.",
            RegularExpressionAttribute form => $"must have the form {form.Pattern}.",
            _ => rule.FormatErrorMessage("is refused: it").TrimEnd('.') + ".",
        });
}
