namespace ChatPay.Functions.Sale;

/// <summary>What a refund's state means, for those who know only the state.</summary>
internal static class RefundStates
{
    /// <summary>Decided, and without the provider's final answer.</summary>
    public static bool IsUnderWay(this RefundState state) =>
        state is RefundState.Approved or RefundState.Submitting or RefundState.Pending or RefundState.Unknown;
}
