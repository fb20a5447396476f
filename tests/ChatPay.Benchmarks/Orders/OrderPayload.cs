namespace ChatPay.Benchmarks.Orders;

/// <summary>The input and output of every step: 200 bytes as JSON, in every stage.</summary>
internal sealed record OrderPayload(string Instance, string Stage, long Amount, string Note)
{
    /// <summary>The size as JSON, in bytes.</summary>
    public const int Size = 200;

    /// <param name="instance">An id of <see cref="OrderIds.Length"/> characters.</param>
    /// <param name="stage">A stage of eight characters.</param>
    public static OrderPayload Of(string instance, string stage = "new     ") => new(instance, stage, 125_00, Filling);

    private static readonly string Filling = new(
        'x',
        Size - """{"Instance":"","Stage":"12345678","Amount":12500,"Note":""}""".Length - OrderIds.Length);
}
