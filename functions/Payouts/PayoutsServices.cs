using ChatPay.Functions.Payouts.Netting;
using Microsoft.Extensions.DependencyInjection;

namespace ChatPay.Functions.Payouts;

/// <summary>Composition of payouts.</summary>
internal static class PayoutsServices
{
    /// <summary>Adds the due index, the batches, and what the sweep does with them.</summary>
    public static IServiceCollection AddPayouts(this IServiceCollection services)
    {
        services.AddSingleton<DuePayouts>();
        services.AddSingleton<ReleasePayout>();
        services.AddSingleton<PayoutBatches>();
        services.AddSingleton<PayoutsPauseStore>();
        services.AddSingleton<SweepPayouts>();
        services.AddSingleton<LatePayouts>();
        services.AddSingleton<PayoutBlocks>();
        services.AddSingleton<SellerDebts>();
        services.AddSingleton<NetDebts>();
        services.AddSingleton<PlanPayouts>();
        services.AddSingleton<PayoutFunds>();
        services.AddSingleton<AdvancePayoutBatch>();
        services.AddSingleton<SealPayoutBatch>();
        services.AddSingleton<SendPayoutBatch>();
        services.AddSingleton<SettlePayoutBatch>();
        services.AddSingleton<FinishPayoutBatch>();
        return services;
    }
}
