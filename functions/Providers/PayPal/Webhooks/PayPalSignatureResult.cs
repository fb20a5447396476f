namespace ChatPay.Functions.Providers.PayPal.Webhooks;

/// <summary>The verdict on a webhook's signature. Everything but <see cref="Valid"/> is refused; of the refusals only
/// <see cref="CertificateUnavailable"/> may end differently when PayPal sends it again.</summary>
public enum PayPalSignatureResult
{
    /// <summary>PayPal sent these bytes to this webhook.</summary>
    Valid,

    /// <summary>One of the five headers is missing, empty or there twice.</summary>
    HeaderMissing,

    /// <summary>A header has a form that PayPal does not send.</summary>
    HeaderMalformed,

    /// <summary>The algorithm is not SHA256withRSA.</summary>
    AlgorithmRefused,

    /// <summary>The certificate's URL is not a plain URL of a certificate: user info, query, odd path.</summary>
    CertificateUrlRefused,

    /// <summary>The certificate's URL is not https (nor an origin that is allowed as it is).</summary>
    CertificateSchemeRefused,

    /// <summary>The certificate's host is not one of PayPal's.</summary>
    CertificateHostRefused,

    /// <summary>The certificate's host sent a redirect, which is not followed.</summary>
    CertificateRedirected,

    /// <summary>The certificate could not be fetched now, or what came is no certificate (an error page, say): answer 503, and PayPal sends
    /// it again.</summary>
    CertificateUnavailable,

    /// <summary>The certificate has no RSA key of at least 2048 bits.</summary>
    CertificateMalformed,

    /// <summary>At the clock's time the certificate is expired or not yet valid.</summary>
    CertificateExpired,

    /// <summary>The certificate does not chain to a trusted root.</summary>
    CertificateUntrusted,

    /// <summary>The certificate is trusted, and is not one of PayPal's: it names another site.</summary>
    CertificateNameRefused,

    /// <summary>The signature is not over these bytes, this id, this time and this webhook.</summary>
    SignatureWrong,
}
