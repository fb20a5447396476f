using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>The seller chooses the language of mails, from the next one on.</summary>
public sealed class SetLanguage(SellerCommands commands)
{
    /// <param name="Language">A BCP 47 tag: <c>en</c>, <c>it</c> or <c>es</c>.</param>
    public sealed record Request(string Language);

    [Function(nameof(SetLanguage))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/sellers/me/language")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var faults = new FieldFaults();
        var language = Check((await Body.ReadAsync<Request>(request, cancellationToken)).Language, faults);
        faults.ThrowIfAny();
        return await commands.RunAsync(request, (seller, _) => SellerTransitions.SetLanguage(seller, language!), cancellationToken);
    }

    /// <summary>The language of this tag; a tag of another language is added to <paramref name="faults"/>.</summary>
    internal static string? Check(string tag, FieldFaults faults)
    {
        if (Languages.Of(tag) is { } language)
            return language;
        faults.Refused(
            "language-refused", $"ChatPay does not write in this language: give one of {string.Join(", ", Languages.All)}.", "language");
        return null;
    }
}
