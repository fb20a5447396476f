using Azure;
using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Idempotency;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>A caller's request to change a seller whom the caller may change.</summary>
public sealed class SellerCommand
{
    private readonly HttpRequest _http;
    private readonly SellerSecrets _secrets;
    private readonly SellerAnswers _answers;
    private readonly AnswerStore _kept;
    private readonly TimeProvider _time;
    private StoredSeller _read;
    private ETag? _before;

    internal SellerCommand(
        HttpRequest http, StoredSeller read, SellerSecrets secrets, SellerAnswers answers, AnswerStore kept, TimeProvider time) =>
        (_http, _read, _secrets, _answers, _kept, _time) = (http, read, secrets, answers, kept, time);

    /// <summary>The account as it was read, or as the command has left it. Decide on what the decision is given.</summary>
    public Seller Seller => _read.Seller;

    /// <summary>Changes the account: 200 with it, as its seller sees it.</summary>
    /// <exception cref="ProblemException">As of <see cref="CommitAsync"/>.</exception>
    public async Task<IResult> ChangeAsync(
        Func<Seller, DateTimeOffset, SellerDecision> decide, CancellationToken cancellationToken)
    {
        await CommitAsync(decide, cancellationToken);
        return Answer();
    }

    /// <summary>Changes the account: 200 with it, as operators see it.</summary>
    /// <exception cref="ProblemException">As of <see cref="CommitAsync"/>.</exception>
    public async Task<IResult> ChangeForOperatorAsync(
        Func<Seller, DateTimeOffset, SellerDecision> decide, CancellationToken cancellationToken)
    {
        await CommitAsync(decide, cancellationToken);
        return AnswerOperator();
    }

    /// <summary>Lets the transition decide, on the newest version that <c>If-Match</c> allows, and commits what it decides. What the row
    /// names no more in the vault is erased there.</summary>
    /// <returns>The account afterwards, also when there was nothing to change.</returns>
    /// <exception cref="ProblemException">404, 409, 422: it was refused; 412: the caller decided on another version; 503: too many writers
    /// at once.</exception>
    public async Task<Seller> CommitAsync(
        Func<Seller, DateTimeOffset, SellerDecision> decide, CancellationToken cancellationToken) =>
        Written(await _secrets.ChangeAsync(_read, s => decide(s, _time.GetUtcNow()), cancellationToken, RequireMatch));

    /// <summary>The same, of a change that has the account name a secret in the vault.</summary>
    /// <param name="reference">The opaque name of the secret, which nothing has had before.</param>
    /// <param name="write">Writes it into the vault under this name.</param>
    /// <param name="decide">Has the account name it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ProblemException">As of <see cref="CommitAsync"/>; nothing is kept.</exception>
    public async Task<Seller> KeepAsync(
        string reference, Func<Task> write, Func<Seller, SellerDecision> decide, CancellationToken cancellationToken) =>
        Written(await _secrets.KeepAsync(_read, reference, write, decide, cancellationToken, RequireMatch));

    /// <summary>What the decision would do now; nothing is committed.</summary>
    /// <exception cref="ProblemException">409, 422: it would be refused.</exception>
    public Seller Try(Func<Seller, DateTimeOffset, SellerDecision> decide) => SellerStore.Taken(decide(Seller, _time.GetUtcNow()));

    /// <summary>What follows from the request has been written beside the command: the version that <c>If-Match</c> named was the one
    /// before.</summary>
    public void GoOnFrom(StoredSeller written) => Written(written);

    /// <summary>Forgets the answers that are kept for the seller: a repeat of what handed data in must not be told that it is there, and
    /// the hash of the data goes with the data.</summary>
    public Task ForgetAnswersAsync(CancellationToken cancellationToken) =>
        _kept.ForgetAccountAsync(AnswerStore.AccountOf(Caller.Of(_http.HttpContext).Subject), cancellationToken);

    /// <summary>200 with the account as its seller sees it.</summary>
    public IResult Answer() => _answers.Ok(_read);

    /// <summary>200 with the account as operators see it.</summary>
    public IResult AnswerOperator() => _answers.ForOperator(_read);

    /// <summary>202 with the account as its seller sees it: it shows when what was asked for is done.</summary>
    public IResult Accepted() => _answers.Accepted(_read);

    private Seller Written(StoredSeller after)
    {
        if (after.ETag != _read.ETag)
            _before ??= _read.ETag;
        _read = after;
        return after.Seller;
    }

    // What the command itself has written is not another's change: the caller has decided on the version before.
    private void RequireMatch(ETag version) => EntityTags.RequireMatch(_http, _before ?? version);
}
