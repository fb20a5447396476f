using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>An error of the service: status, code and text of "Table service error codes" and "Common REST API error codes". In a
/// batch the text begins with the index of the failed operation.</summary>
internal sealed class TableFault(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public TableFault At(int index) => new(Status, Code, $"{index}:{Message}");

    public static TableFault AuthenticationFailed() =>
        new(
            StatusCodes.Status403Forbidden,
            "AuthenticationFailed",
            "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the "
                + "signature.");

    public static TableFault TableAlreadyExists() => Conflict("TableAlreadyExists", "The table specified already exists.");

    public static TableFault EntityAlreadyExists() => Conflict("EntityAlreadyExists", "The specified entity already exists.");

    public static TableFault TableNotFound() => NotFound("TableNotFound", "The table specified does not exist.");

    public static TableFault ResourceNotFound() => NotFound("ResourceNotFound", "The specified resource does not exist.");

    public static TableFault UpdateConditionNotSatisfied() => new(
        StatusCodes.Status412PreconditionFailed, "UpdateConditionNotSatisfied",
        "The update condition specified in the request was not satisfied.");

    public static TableFault InvalidInput(string message = "One of the request inputs is not valid.") => Bad("InvalidInput", message);

    public static TableFault OutOfRangeInput() => Bad("OutOfRangeInput", "One of the request inputs is out of range.");

    public static TableFault InvalidResourceName() =>
        Bad("InvalidResourceName", "The specifed resource name contains invalid characters.");

    public static TableFault PropertiesNeedValue() =>
        Bad("PropertiesNeedValue", "The values are not specified for all properties in the entity.");

    public static TableFault DuplicateProperties() =>
        Bad("DuplicatePropertiesSpecified", "A property is specified more than one time.");

    public static TableFault PropertyNameInvalid() => Bad("PropertyNameInvalid", "The property name is invalid.");

    public static TableFault PropertyNameTooLong() =>
        Bad("PropertyNameTooLong", "The property name exceeds the maximum allowed length (255).");

    public static TableFault PropertyValueTooLarge() =>
        Bad(
            "PropertyValueTooLarge",
            "The property value exceeds the maximum allowed size (64KB). If the property value is a string, it is UTF-16 encoded and the "
                + "maximum number of characters should be 32K or less.");

    public static TableFault TooManyProperties() =>
        Bad(
            "TooManyProperties",
            "The entity contains more properties than allowed. Each entity can include up to 252 properties to store data. Each entity "
                + "also has 3 system properties.");

    public static TableFault EntityTooLarge() =>
        Bad("EntityTooLarge", "The entity is larger than the maximum allowed size (1MB).");

    public static TableFault InvalidDuplicateRow() => Bad(
        "InvalidDuplicateRow",
        "The batch request contains multiple changes with same row key. An entity can appear only once in a batch request.");

    public static TableFault DifferentPartitions() => Bad(
        "CommandsInBatchActOnDifferentPartitions",
        "All commands in a batch must operate on same entity group.");

    public static TableFault BodyTooLarge() => new(
        StatusCodes.Status413PayloadTooLarge, "RequestBodyTooLarge",
        "The request body is too large and exceeds the maximum permissible limit.");

    public static TableFault MethodNotAllowed() => new(
        StatusCodes.Status405MethodNotAllowed, "MethodNotAllowed", "The specified method is not allowed against this resource.");

    public static TableFault NotImplemented() => new(
        StatusCodes.Status501NotImplemented, "NotImplemented", "The requested operation is not implemented on the specified resource.");

    public static TableFault InvalidXml() => Bad("InvalidXmlDocument", "XML specified is not syntactically valid.");

    public static TableFault MediaTypeNotSupported() => new(
        StatusCodes.Status415UnsupportedMediaType, "MediaTypeNotSupported", "None of the provided media types are supported");

    private static TableFault Bad(string code, string message) => new(StatusCodes.Status400BadRequest, code, message);

    private static TableFault Conflict(string code, string message) => new(StatusCodes.Status409Conflict, code, message);

    private static TableFault NotFound(string code, string message) => new(StatusCodes.Status404NotFound, code, message);
}
