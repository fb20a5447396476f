namespace ChatPay.Functions.Providers.PayPal.Webhooks;

/// <summary>The result of verifying a webhook's signature. Everything but <see cref="Valid"/> is refused; of the refusals only
/// <see cref="CertificateUnavailable"/> may turn out differently when PayPal sends it again.</summary>
public enum PayPalSignatureResult
{
    /// <summary>PayPal sent these bytes to this webhook.</summary>
    Valid,

    /// <summary>One of the five headers is missing, empty or repeated.</summary>
    HeaderMissing,

    /// <summary>A header has a form that PayPal does not send.</summary>
    HeaderMalformed,

    /// <summary>The algorithm is not SHA256withRSA.</summary>
    AlgorithmRefused,

    /// <summary>The certificate's URL is not a plain URL of a certificate: user info, query, odd path.</summary>
    CertificateUrlRefused,

    /// <summary>The certificate's URL is neither https nor an allowed origin.</summary>
    CertificateSchemeRefused,

    /// <summary>The certificate's host is not one of PayPal's.</summary>
    CertificateHostRefused,

    /// <summary>The certificate's host sent a redirect, which is not followed.</summary>
    CertificateRedirected,

    /// <summary>The certificate could not be fetched now, or the response is not a certificate (an error page, for example): answer
    /// 503, and PayPal sends it again.</summary>
    CertificateUnavailable,

    /// <summary>The certificate has no RSA key of at least 2048 bits.</summary>
    CertificateMalformed,

    /// <summary>The certificate is expired or not yet valid.</summary>
    CertificateExpired,

    /// <summary>The certificate does not chain to a trusted root.</summary>
    CertificateUntrusted,

    /// <summary>The certificate is trusted, but is not one of PayPal's: it names another site.</summary>
    CertificateNameRefused,

    /// <summary>The signature does not match these bytes, this id, this time and this webhook.</summary>
    SignatureWrong,
}
