using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Settings;
using ChatPay.Functions.Sale;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Tests.Laws;

/// <summary>Settings without a default are set wherever the app is installed: by the Bicep, in the sample, and on the local platform.
/// They are read from the code. A guard that is off when its setting is missing would be on here and off on Azure, and no test would
/// notice.</summary>
public sealed partial class SettingsLaws
{
    /// <summary>Empty everywhere except in tests: PayPal's own hosts, and the system's roots.</summary>
    private static readonly string[] LeftOut = ["PayPal__CertificateHosts", "PayPal__TrustRootPem"];

    private static readonly string Bicep = Read("infra/azure/main.bicep");
    private static readonly string BusBicep = Read("infra/azure/modules/servicebus.bicep");
    private static readonly string LocalPlatform = Read("infra/local/Settings/AppSettings.cs");
    private static readonly Dictionary<string, string> Sample = JsonDocument
        .Parse(Read("local.settings.sample.json"))
        .RootElement.GetProperty("Values")
        .EnumerateObject()
        .ToDictionary(value => value.Name, value => value.Value.GetString()!, StringComparer.Ordinal);

    private static readonly List<(string Section, PropertyInfo Property)> Options =
    [
        .. from type in App.Types
           let section = type.GetCustomAttribute<SettingsSectionAttribute>()
           where section is not null
           from property in type.GetProperties()
           where property.CanWrite
           select (section.Name, property),
    ];

    /// <summary>Every option without a default, whether it is required or enables something, and every %Setting% of a trigger.</summary>
    public static TheoryData<string> ToBeSet() =>
    [
        .. Options.Where(option => IsEmptyByDefault(option.Property))
            .Select(option => $"{option.Section}__{option.Property.Name}").Except(LeftOut),
        .. ToBeResolved(),
    ];

    [Theory]
    [MemberData(nameof(ToBeSet))]
    public void Setting_ThatTheInstallationDecides_IsSetEverywhere(string name)
    {
        Assert.Matches($@"(?m)^\s+{name}:", Bicep);
        Assert.Contains(name, Sample.Keys);
        Assert.Contains($"[\"{name.Replace("__", ":", StringComparison.Ordinal)}\"]", LocalPlatform, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_OfAnAzureService_IsSetEverywhere() => Assert.All(AzureAddresses.Required, row =>
    {
        Assert.Contains(row, name => Regex.IsMatch(Bicep, $@"(?m)^\s+{name.Replace(":", "__", StringComparison.Ordinal)}:"));
        Assert.Contains(row, name => Sample.ContainsKey(name.Replace(":", "__", StringComparison.Ordinal)));
        Assert.Contains(row, name => LocalPlatform.Contains($"[\"{name}\"]", StringComparison.Ordinal));
    });

    [Fact]
    public void Schedule_OfATimer_IsTheSameEverywhere() => Assert.All(ToBeResolved(), name =>
    {
        Assert.Matches($@"(?m)^\s+{name}: '{Regex.Escape(Sample[name])}'", Bicep);
        Assert.Contains($"[\"{name}\"] = \"{Sample[name]}\"", LocalPlatform, StringComparison.Ordinal);
    });

    [Fact]
    public void Queue_OfTheApp_IsDeclaredOnAzureWithItsSessions()
    {
        var declared = DeclaredQueue()
            .Matches(BusBicep)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value == "true", StringComparer.Ordinal);
        var triggered = App
            .Functions.Select(App.Trigger)
            .OfType<ServiceBusTriggerAttribute>()
            .Select(trigger => trigger.QueueName!)
            .ToList();

        Assert.Equal(Queues.All.Order(), declared.Keys.Order());
        Assert.Equal(Queues.All.Order(), triggered.Order());
        Assert.Equal(Queues.InSessions.Order(), declared.Where(queue => queue.Value).Select(queue => queue.Key).Order());
        Assert.Contains($"name: '{Queues.OrderEvents}'", BusBicep, StringComparison.Ordinal);
        Assert.All(Queues.All, queue => Assert.Contains($"`{queue}`", Read("infra/azure/README.md"), StringComparison.Ordinal));
    }

    [Fact]
    public void Parameter_OfTheBicep_IsGivenByTheParameterFile()
    {
        var given = Parameter().Matches(Read("infra/azure/main.bicepparam")).Select(match => match.Groups[1].Value);
        Assert.Equal(Parameter().Matches(Bicep).Select(match => match.Groups[1].Value).Except(["location", "tags"]).Order(), given.Order());
    }

    /// <summary>A setting without a parameter can be given as an extra one, and the guide's example names real ones.</summary>
    [Fact]
    public void ExtraSetting_WinsOnAzure_AndThoseOfTheGuideExist()
    {
        Assert.Matches(@"(?m)^\s+extraSettings: extraSettings", Bicep);
        Assert.Contains("properties: union(settings, extraSettings)", Read("infra/azure/modules/app.bicep"), StringComparison.Ordinal);
        var known = Options.Select(option => $"{option.Section}__{option.Property.Name}").Concat(ToBeResolved()).ToHashSet();
        var example = JsonDocument.Parse(ExtraSettings().Match(Read("infra/azure/README.md")).Groups[1].Value).RootElement;
        Assert.NotEmpty(example.EnumerateObject());
        Assert.All(example.EnumerateObject(), setting =>
        {
            Assert.Contains(setting.Name, known);
            Assert.Equal(JsonValueKind.String, setting.Value.ValueKind);
        });
    }

    /// <summary>With the slash, Azure reads the newest version of a secret.</summary>
    [Fact]
    public void Secret_OfASetting_IsReferencedWithoutAVersion()
    {
        var references = Regex.Matches(Bicep, @"\$\{secrets\}/[a-z-]+(.)");
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.Equal("/", reference.Groups[1].Value));
    }

    [Fact]
    public void Range_OfAnOption_IsOfTheOptionsType() => Assert.All(Options, option =>
    {
        // A range of another type throws on overflow instead of failing validation.
        if (option.Property.GetCustomAttribute<RangeAttribute>() is { } range)
            Assert.Equal(option.Property.PropertyType, range.OperandType);
    });

    private static IEnumerable<string> ToBeResolved() => App.Functions.Select(App.Trigger)
        .SelectMany(trigger => trigger switch
        {
            TimerTriggerAttribute timer => [timer.Schedule],
            ServiceBusTriggerAttribute message => new[] { message.QueueName, message.TopicName, message.SubscriptionName },
            _ => [],
        })
        .SelectMany(text => Resolved().Matches(text ?? "").Select(match => match.Groups[1].Value))
        .Distinct();

    private static bool IsEmptyByDefault(PropertyInfo property) =>
        property.GetValue(Activator.CreateInstance(property.DeclaringType!)) is null or "" or ICollection { Count: 0 };

    private static string Read(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ChatPay.Functions.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        return File.ReadAllText(Path.Combine(folder.FullName, file));
    }

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Resolved();

    [GeneratedRegex(@"\{ name: '([a-z-]+)', dropsDuplicates: \w+, inSessions: (\w+) \}")]
    private static partial Regex DeclaredQueue();

    [GeneratedRegex(@"EXTRA_SETTINGS='(\{[^']+\})'")]
    private static partial Regex ExtraSettings();

    [GeneratedRegex(@"(?m)^param (\w+)")]
    private static partial Regex Parameter();
}
