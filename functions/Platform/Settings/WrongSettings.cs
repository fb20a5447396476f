using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Platform.Settings;

/// <summary>The output of a start with wrong settings: a sentence for each fault, instead of the first one's stack trace.</summary>
internal static class WrongSettings
{
    /// <summary>The sentences, if this is an exception of the validation on start: of one options class, or of several.</summary>
    public static IReadOnlyList<string>? In(Exception thrown) => thrown switch
    {
        OptionsValidationException one => [.. one.Failures],
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures)],
        _ => null,
    };
}
