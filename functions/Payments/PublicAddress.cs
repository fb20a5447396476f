namespace ChatPay.Functions.Payments;

/// <summary>Where this app is reached from outside (section <c>Public</c>).</summary>
public sealed class PublicAddress
{
    /// <summary>Such as <c>https://pay.example.com/</c>, with the slash at the end.</summary>
    public required Uri BaseUrl { get; set; }
}
