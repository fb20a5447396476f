using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Providers.PayPal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>What reads an order's payment, refunds and disputes at a scripted PayPal.</summary>
internal sealed record ProviderReaders(PayPalClient PayPal, SettlePayment Settle, AdoptRefunds Adoption, ReadDispute Disputes)
{
    public static ProviderReaders Of(LocalStores stores, OrderStore orders, OperatorAlerts alerts, PayPalClient payPal)
    {
        var adoption = new AdoptRefunds(orders, payPal, alerts, stores.Clock);
        return new(
            payPal,
            new SettlePayment(
                orders,
                sellers: null!,
                addresses: null!,
                payPal,
                alerts,
                Options.Create(new PayPalOptions()),
                stores.Clock,
                NullLogger<SettlePayment>.Instance),
            adoption,
            new ReadDispute(
                orders,
                new OrderSearchIndex(stores.Tables),
                payPal,
                adoption,
                alerts,
                stores.Clock,
                NullLogger<ReadDispute>.Instance));
    }
}
