using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Idempotency;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>The one way in which a request changes a seller: the account is loaded for a caller who may change it, <c>If-Match</c>
/// is checked, a pure transition decides, the decision is committed, and the response is the account. A use case adds its request
/// and its decision.</summary>
public sealed class SellerCommands(
    SellerStore sellers, SellerSecrets secrets, SellerAnswers answers, AnswerStore kept, TimeProvider time)
{
    /// <summary>Changes the caller's own account, from start to finish.</summary>
    /// <exception cref="ProblemException">As for the steps.</exception>
    public async Task<IResult> RunAsync(
        HttpRequest http, Func<Seller, DateTimeOffset, SellerDecision> decide, CancellationToken cancellationToken) =>
        await (await BeginAsync(http, cancellationToken)).ChangeAsync(decide, cancellationToken);

    /// <summary>Changes an account for an operator, from start to finish.</summary>
    /// <param name="http">The HTTP request.</param>
    /// <param name="id">The seller id in the path.</param>
    /// <param name="decide">The decision on the account, given the time in UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ProblemException">As for the steps.</exception>
    public async Task<IResult> RunAsync(
        HttpRequest http, string id, Func<Seller, DateTimeOffset, SellerDecision> decide, CancellationToken cancellationToken) =>
        await (await BeginAsync(http, id, cancellationToken)).ChangeForOperatorAsync(decide, cancellationToken);

    /// <summary>Changes an account for an operator who must have read it: <c>If-Match</c> is required.</summary>
    /// <exception cref="ProblemException">428: <c>If-Match</c> is missing. Otherwise as for the steps.</exception>
    public async Task<IResult> RunOnMatchAsync(
        HttpRequest http, string id, Func<Seller, DateTimeOffset, SellerDecision> decide, CancellationToken cancellationToken)
    {
        var read = await sellers.GetAsync(SellerIds.Require(id), cancellationToken);
        EntityTags.RequireMatchGiven(http, read.ETag);
        return await Of(http, read).ChangeForOperatorAsync(decide, cancellationToken);
    }

    /// <summary>Loads the caller's own account.</summary>
    /// <exception cref="ProblemException">404: there is none; 412: the caller decided on another version.</exception>
    public Task<SellerCommand> BeginAsync(HttpRequest http, CancellationToken cancellationToken) =>
        LoadAsync(http, Caller.Of(http.HttpContext).SellerId, cancellationToken);

    /// <summary>Loads the caller's own account for a request with an effect on any version: <c>If-Match</c> is checked by what is
    /// committed.</summary>
    /// <exception cref="ProblemException">404: there is none.</exception>
    public async Task<SellerCommand> BeginUnmatchedAsync(HttpRequest http, CancellationToken cancellationToken) =>
        Of(http, await sellers.GetAsync(Caller.Of(http.HttpContext).SellerId, cancellationToken));

    /// <summary>Loads the account in an operator's request.</summary>
    /// <exception cref="ProblemException">404: there is none; 412: the caller decided on another version.</exception>
    public Task<SellerCommand> BeginAsync(HttpRequest http, string id, CancellationToken cancellationToken) =>
        LoadAsync(http, SellerIds.Require(id), cancellationToken);

    private async Task<SellerCommand> LoadAsync(HttpRequest http, string sellerId, CancellationToken cancellationToken)
    {
        var read = await sellers.GetAsync(sellerId, cancellationToken);
        EntityTags.RequireMatch(http, read.ETag);
        return Of(http, read);
    }

    private SellerCommand Of(HttpRequest http, StoredSeller read) => new(http, read, secrets, answers, kept, time);
}
