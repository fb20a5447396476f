using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Providers.Mail;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>The seller sets the mail address. It is not shown again, not even to the seller.</summary>
public sealed class SetContact(SellerCommands commands, SellerContacts contacts)
{
    /// <param name="Email">One address.</param>
    public sealed record Request(string Email);

    [Function(nameof(SetContact))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/sellers/me/contact")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var address = Check((await Body.ReadAsync<Request>(request, cancellationToken)).Email);
        var command = await commands.BeginAsync(request, cancellationToken);
        await contacts.ReplaceAsync(command, address, cancellationToken);
        return command.Answer();
    }

    // The error does not repeat it.
    private static string Check(string? email) =>
        email?.Trim() is { } given && MailAddresses.IsOne(given)
            ? given
            : throw Problems.Malformed("email-invalid", "Give one mail address, such as orders@example.com.", "email");
}

/// <summary>The seller gets no more mail, and the address is deleted after a week; until then it is still notified when the PayPal
/// account changes.</summary>
public sealed class RemoveContact(SellerCommands commands, SellerContacts contacts)
{
    [Function(nameof(RemoveContact))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/sellers/me/contact")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(request, cancellationToken);
        await contacts.ReplaceAsync(command, null, cancellationToken);
        await command.ForgetAnswersAsync(cancellationToken);
        return command.Answer();
    }
}
