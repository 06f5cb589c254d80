using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <content>Methods of classes (DSP0200 §5.3.3).</content>
public sealed partial class CimService
{
    /// <summary>Who handles the methods.</summary>
    public MethodTable Methods { get; } = new();

    /// <summary>Calls a method of an instance, or a static one of a class.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="target">The path of the instance, or of the class.</param>
    /// <param name="method">The method.</param>
    /// <param name="arguments">Values of input parameters, by their names.</param>
    public Task<MethodResult> InvokeMethodAsync(CimCaller caller, CimObjectPath target, string method, IReadOnlyList<CimPropertyValue> arguments)
    {
        var catalog = Catalog;
        var space = catalog.Space(target.Namespace ?? caller.Namespace);
        var c = space.Classes.Find(target.ClassName) ?? throw new CimException(CimStatus.NotFound, $"There is no class {target.ClassName} in {space.Name}.");
        var isClass = target.Keys.Count == 0 && c.Keys.Length > 0;
        var instance = isClass ? null : Find(caller, catalog, space, c, target) ?? throw new CimException(CimStatus.NotFound, $"There is no {target}.");
        var called = c.Methods.Find(method) ?? throw new CimException(CimStatus.MethodNotFound, $"{c.Name} has no method {method}.");
        if (isClass && !called.Is("Static"))
        {
            throw new CimException(CimStatus.InvalidParameter, $"{called.Name} is called on an instance of {c.Name}, not on the class.");
        }

        var inputs = Inputs(space, called, arguments);
        var handler = Methods.Find(c, called.Name) ?? throw new CimException(CimStatus.MethodNotAvailable, $"{called.Name} of {c.Name} cannot be called here.");
        return handler(new(caller, space, c, instance, inputs));
    }

    private static NamedList<CimPropertyValue> Inputs(CimSpace space, ResolvedMethod method, IReadOnlyList<CimPropertyValue> arguments)
    {
        var given = new Dictionary<string, CimValue>(StringComparer.OrdinalIgnoreCase);
        foreach (var argument in arguments)
        {
            if (method.Parameters.Find(argument.Name) is not { } parameter || !IsInput(parameter))
            {
                throw new CimException(CimStatus.InvalidParameter, $"{method.Name} has no input parameter {argument.Name}.");
            }

            var value = Fitting.Untyped(parameter.Slot, argument.Value)
                ?? throw new CimException(CimStatus.InvalidParameter, $"The parameter {parameter.Name} is {parameter.Slot}, and a {argument.Value.Type.MofName} is given.");
            value = new EmbeddedObjects(space).Read(parameter.Name, parameter.TextOf("EmbeddedInstance"), parameter.Is("EmbeddedObject"), value);
            if (!given.TryAdd(parameter.Name, value))
            {
                throw new CimException(CimStatus.InvalidParameter, $"The parameter {parameter.Name} is given twice.");
            }
        }

        var inputs = method.Parameters.Where(IsInput)
            .Select(parameter => new CimPropertyValue(parameter.Name, given.GetValueOrDefault(parameter.Name, CimValue.Null(parameter.Slot.Type)))).ToArray();
        return Array.Find(inputs, input => input.Value.IsNull && method.Parameters.Find(input.Name)!.Is("Required")) is { } missing
            ? throw new CimException(CimStatus.InvalidParameter, $"The parameter {missing.Name} is required.")
            : new(inputs);
    }

    // A parameter is for input unless it says otherwise (DSP0004: the qualifier In).
    private static bool IsInput(CimParameter parameter) => parameter.Qualifiers.Find("In") is null || parameter.Is("In");
}
