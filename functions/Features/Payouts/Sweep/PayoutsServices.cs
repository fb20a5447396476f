using ChatPay.Functions.Features.Payouts.Correction;
using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Settings;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Registers payouts.</summary>
internal static class PayoutsServices
{
    /// <summary>Adds the due index, the batches, and the sweep.</summary>
    public static IServiceCollection AddPayouts(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddSettings<LossPolicy>(configuration)
            .Validate(
                policy => policy.OldestDebt > TimeSpan.Zero && policy.Forbearance >= TimeSpan.Zero,
                "The time spans in LossPolicy must be longer than zero, such as 30.00:00:00 for thirty days.");
        services.AddOrderIndex<DuePayouts>();
        services.AddSingleton<ReleasePayout>();
        services.AddSingleton<PayoutBatches>();
        services.AddSingleton<PayoutsPauseStore>();
        services.AddSingleton<SweepPayouts>();
        services.AddSingleton<LatePayouts>();
        services.AddSingleton<PayoutBlocks>();
        services.AddOrderIndex<DebtIndex>();
        services.AddSingleton<DebtCeiling>();
        services.AddSingleton<NetDebts>();
        services.AddSingleton<FindForgottenDebts>();
        services.AddSingleton<MendPayout>();
        services.AddSingleton<PlanPayouts>();
        services.AddSingleton<PayoutFunds>();
        services.AddSingleton<PayoutFees>();
        services.AddSingleton<AdvancePayoutBatch>();
        services.AddSingleton<SealPayoutBatch>();
        services.AddSingleton<SendPayoutBatch>();
        services.AddSingleton<AdoptPayoutBatch>();
        services.AddSingleton<SettlePayoutBatch>();
        services.AddSingleton<FinishPayoutBatch>();
        services.AddSingleton<HearOfPayoutBatch>();
        services.AddSingleton<ConfirmNotPaid>();
        return services;
    }
}
