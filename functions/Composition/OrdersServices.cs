using ChatPay.Functions.Features.Orders;
using ChatPay.Functions.Features.Shipping.ShipTo;
using ChatPay.Functions.Features.Shipping.Tracking;
using ChatPay.Functions.Orchestrations.Retention;
using ChatPay.Functions.Orchestrations.Watchdog;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Settings;
using ChatPay.Functions.Sale;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Composition;

/// <summary>Registers orders.</summary>
internal static class OrdersServices
{
    /// <summary>Adds <see cref="OrderStore"/> and the <see cref="OrderTerms"/> of new orders, validated on start.</summary>
    public static IServiceCollection AddOrders(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddSettings<OrderTerms>(configuration)
            .Validate(
                terms => Currencies.MinorDigits(terms.Currency) is not null,
                "OrderTerms:Currency is unknown: use an ISO 4217 code such as USD.")
            .Validate(terms => terms.MinimumTotal <= terms.MaximumTotal, "OrderTerms:MinimumTotal is greater than OrderTerms:MaximumTotal.")
            .Validate(
                terms => terms.MaximumTotal <= terms.BuyerSevenDayMaximum,
                "OrderTerms:MaximumTotal is greater than OrderTerms:BuyerSevenDayMaximum.")
            .Validate(AllSpansArePositive, "Every time span in OrderTerms must be longer than zero, such as 3.00:00:00 for three days.");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<OrderTerms>>().Value);
        services.AddSettings<OrchestrationRetention>(configuration);
        services.AddSingleton<OrderDriver>();
        services.AddSingleton<CommitFollowUp>();
        services.AddSingleton<OrderStore>();
        services.AddSingleton<ShipToAddresses>();
        services.AddSingleton<ReportTracking>();
        services.AddSingleton<OrderAccess>();
        services.AddSingleton<OrderReader>();
        services.AddSingleton<IOrderReader>(provider => provider.GetRequiredService<OrderReader>());
        services.AddSingleton<OrderCommands>();
        services.AddOrderIndex<OrderIndex>();
        services.AddOrderIndex<DeadlineIndex>();
        return services;
    }

    private static bool AllSpansArePositive(OrderTerms terms) => typeof(OrderTerms).GetProperties()
        .Where(property => property.PropertyType == typeof(TimeSpan))
        .All(property => (TimeSpan)property.GetValue(terms)! > TimeSpan.Zero);
}
