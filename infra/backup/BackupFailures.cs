using Azure;
using Azure.Identity;

namespace ChatPay.Backup;

/// <summary>What went wrong, in a sentence for who called the tool.</summary>
internal static class BackupFailures
{
    /// <returns>Null for a mistake of the tool itself, whose stack trace is needed.</returns>
    public static string? Of(Exception e) => e switch
    {
        BackupException => e.Message,
        OperationCanceledException => "Stopped: what was begun is not complete. Begin again with an empty folder, or with empty tables.",
        AuthenticationFailedException => "Nobody is signed in who may use this account: run `az login`.",
        RequestFailedException { Status: 401 or 403 } =>
            "You may not do this with these tables: exporting takes the role Storage Table Data Reader, importing Storage Table Data "
                + "Contributor, and both a network that the account allows.",
        RequestFailedException { Status: 404 } => "The account lacks a table of the app: it has not been there, or another version of it.",
        RequestFailedException { Status: > 0 } refused => $"The table service answers {refused.Status} ({refused.ErrorCode}): try again.",
        RequestFailedException or AggregateException { InnerException: RequestFailedException or OperationCanceledException } =>
            "The table service does not answer: is its address right?",
        IOException or UnauthorizedAccessException => e.Message,
        _ => null,
    };
}
