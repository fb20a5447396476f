using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Idempotency;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>
/// The one way in which a request changes a seller: the account is loaded for who may change it, <c>If-Match</c> is honoured, a pure
/// transition decides, what it decides is committed, and the caller is answered the account. A use case adds what it is asked and its
/// decision.
/// </summary>
public sealed class SellerCommands(
    SellerStore sellers, SellerSecrets secrets, SellerAnswers answers, AnswerStore kept, TimeProvider time)
{
    /// <summary>A change of the caller's own account, from beginning to end.</summary>
    /// <exception cref="ProblemException">As of the steps.</exception>
    public async Task<IResult> RunAsync(
        HttpRequest http, Func<Seller, DateTimeOffset, SellerDecision> decide, CancellationToken cancellationToken) =>
        await (await BeginAsync(http, cancellationToken)).ChangeAsync(decide, cancellationToken);

    /// <summary>An operator's change of an account, from beginning to end.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The seller whom its path names.</param>
    /// <param name="decide">Decides on the account, at a time in UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ProblemException">As of the steps.</exception>
    public async Task<IResult> RunAsync(
        HttpRequest http, string id, Func<Seller, DateTimeOffset, SellerDecision> decide, CancellationToken cancellationToken) =>
        await (await BeginAsync(http, id, cancellationToken)).ChangeForOperatorAsync(decide, cancellationToken);

    /// <summary>The same, where an operator may not decide without having looked: <c>If-Match</c> must be there.</summary>
    /// <exception cref="ProblemException">428: it is missing. Else as of the steps.</exception>
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

    /// <summary>The same, where something follows from the request whether it is of this version or not: <c>If-Match</c> is honoured by
    /// what is committed.</summary>
    /// <exception cref="ProblemException">404: there is none.</exception>
    public async Task<SellerCommand> BeginUnmatchedAsync(HttpRequest http, CancellationToken cancellationToken) =>
        Of(http, await sellers.GetAsync(Caller.Of(http.HttpContext).SellerId, cancellationToken));

    /// <summary>Loads the account that an operator's request names.</summary>
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
