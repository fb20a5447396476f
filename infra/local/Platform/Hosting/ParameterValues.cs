using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Hosting;

/// <summary>Converts what a trigger brought to the type of a parameter.</summary>
internal static class ParameterValues
{
    /// <exception cref="FunctionInputConverterException">The text does not become the parameter's type.</exception>
    public static object? FromJson(this LocalFunctionContext context, string? json, ParameterInfo parameter, Type? type = null)
    {
        if (json is null)
            return Nothing(context, parameter);
        try
        {
            return context.Surroundings.Serializer.Read(json, type ?? parameter.ParameterType, context.CancellationToken);
        }
        catch (JsonException e)
        {
            throw Refuse(context, parameter, e);
        }
    }

    /// <summary>By name: a route value, a query parameter, a property of the message, the instance id.</summary>
    /// <exception cref="FunctionInputConverterException">There is none, or it does not become the parameter's type.</exception>
    public static object? FromData(this LocalFunctionContext context, ParameterInfo parameter)
    {
        if (!context.Cause.Data.TryGetValue(parameter.Name!, out var value) || value is null)
            return Nothing(context, parameter);
        if (parameter.ParameterType.IsInstanceOfType(value))
            return value;

        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value.ToString()!);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
        {
            throw Refuse(context, parameter, e);
        }
    }

    private static object? Nothing(LocalFunctionContext context, ParameterInfo parameter)
    {
        if (parameter.HasDefaultValue)
            return parameter.DefaultValue;
        return parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
            ? throw Refuse(context, parameter, null)
            : null;
    }

    private static FunctionInputConverterException Refuse(LocalFunctionContext context, ParameterInfo parameter, Exception? inner) => new(
        $"The parameter '{parameter.Name}' of the function {context.Function.Name} could not be bound to the type {parameter.ParameterType}.", inner);
}
