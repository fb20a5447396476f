namespace ChatPay.Benchmarks.Orders;

/// <summary>What goes in and out of every step: 200 bytes as JSON, whatever the stage.</summary>
internal sealed record OrderPayload(string Instance, string Stage, long Amount, string Note)
{
    /// <summary>As JSON, in bytes.</summary>
    public const int Size = 200;

    /// <param name="instance">Of <see cref="OrderIds.Length"/>.</param>
    /// <param name="stage">Of eight characters.</param>
    public static OrderPayload Of(string instance, string stage = "new     ") => new(instance, stage, 125_00, Filling);

    private static readonly string Filling = new(
        'x',
        Size - """{"Instance":"","Stage":"12345678","Amount":12500,"Note":""}""".Length - OrderIds.Length);
}
