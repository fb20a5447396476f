using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Idempotency;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using MimeKit;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>The seller says where to write to. The address is not shown again, not even to the seller.</summary>
public sealed class SetContact(SellerContacts contacts, SellerAnswers answers)
{
    private const int MaxAddressLength = 254;

    /// <param name="Email">One address.</param>
    public sealed record Request(string Email);

    [Function(nameof(SetContact))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/sellers/me/contact")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var sellerId = Caller.Of(request.HttpContext).SellerId;
        var address = Check((await Body.ReadAsync<Request>(request, cancellationToken)).Email);
        return answers.Ok(await contacts.ReplaceAsync(
            sellerId, address, cancellationToken, etag => EntityTags.RequireMatch(request, etag)));
    }

    // It is not repeated in the error.
    private static string Check(string? email) =>
        email?.Trim() is { Length: > 0 and <= MaxAddressLength } given
        && MailboxAddress.TryParse(given, out var parsed)
        && parsed.Address == given
        && parsed.Domain.Contains('.', StringComparison.Ordinal)
        && given.All(c => c is > ' ' and < (char)127)
            ? given
            : throw Problems.Malformed("email-invalid", "Give one mail address, such as orders@example.com.", "email");
}

/// <summary>The seller is written to no longer, and the address is forgotten after a week; until then it is told when the PayPal account
/// changes.</summary>
public sealed class RemoveContact(SellerContacts contacts, SellerAnswers answers, AnswerStore kept)
{
    [Function(nameof(RemoveContact))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/sellers/me/contact")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request.HttpContext);
        var removed = await contacts.ReplaceAsync(
            caller.SellerId, null, cancellationToken, etag => EntityTags.RequireMatch(request, etag));
        // A repeat of what handed the address in must not be told that it is written to.
        await kept.ForgetAccountAsync(AnswerStore.AccountOf(caller.Subject), cancellationToken);
        return answers.Ok(removed);
    }
}
