using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Platform.Settings;

/// <summary>What a start with wrong settings ends in: a sentence for each, in place of the first one's stack trace.</summary>
internal static class WrongSettings
{
    /// <summary>The sentences, when this is what the check at the start throws: one class of options alone, or several.</summary>
    public static IReadOnlyList<string>? In(Exception thrown) => thrown switch
    {
        OptionsValidationException one => [.. one.Failures],
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures)],
        _ => null,
    };
}
