using ChatPay.Functions.Features.Sellers;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Reserves;

/// <summary>An operator sets the part of a seller's payouts that is kept in reserve. It applies to requests from now on: the terms
/// of running orders do not change.</summary>
public sealed class SetReserve(SellerCommands commands)
{
    private const int Everything = 10_000;

    /// <param name="BasisPoints">In hundredths of a percent; 1000 is 10 %. Null restores the platform's default.</param>
    public sealed record Request(int? BasisPoints);

    [Function(nameof(SetReserve))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/sellers/{id}/reserve")] HttpRequest http,
        string id,
        CancellationToken cancellationToken)
    {
        var points = (await Body.ReadAsync<Request>(http, cancellationToken)).BasisPoints;
        if (points is < 0 or > Everything)
            throw Problems.Malformed(
                "reserve-invalid",
                $"'basisPoints' is from 0 to {Everything}, in hundredths of a per cent: 1000 is 10 %.",
                "basisPoints");
        return await commands.RunAsync(http, id, (seller, _) => seller with { ReserveBasisPoints = points }, cancellationToken);
    }
}
