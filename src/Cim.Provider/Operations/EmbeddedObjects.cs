using System.Runtime.CompilerServices;
using Cim.Provider.CimXml;
using Cim.Provider.CimXml.Reading;
using Cim.Provider.Mof;
using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>
/// Makes the objects that are embedded in a value what the schema says of them (DSP0004 §5.6.3.14, §5.6.3.15). Clients send them as objects, or as texts in
/// CIM-XML or in MOF without a word of what these are: the declaration of the property or the parameter tells.
/// </summary>
internal sealed class EmbeddedObjects(CimSpace space)
{
    private const string Carrier = "Embedded_Carrier";

    private static readonly ConditionalWeakTable<CimSpace, CimNamespace> Declared = [];

    /// <summary>The value with its objects read; as it is where none are declared there.</summary>
    /// <exception cref="CimException">A text cannot be read, or an object is not of the class that is declared.</exception>
    public CimValue Read(string name, string? ofClass, bool isAny, CimValue value)
    {
        if (value.IsNull || (ofClass is null && !isAny))
        {
            return value;
        }

        if (!value.Type.IsArray)
        {
            return Item(name, ofClass, value);
        }

        return CimValue.OfItems(CimType.InstanceArray, [.. value.Items.Select(item => item.IsNull ? CimValue.Null(CimType.Instance) : Item(name, ofClass, item))]);
    }

    private CimValue Item(string name, string? ofClass, CimValue value)
    {
        if (value.Type == CimType.String)
        {
            try
            {
                value = EmbeddedReader.Read(value.Text, CimXmlLimits.Default, 1);
            }
            catch (CimException e)
            {
                throw Wrong(name, e.Message.TrimEnd('.'));
            }
        }

        return value.Type == CimType.String ? OfMof(name, ofClass, value.Text)
            : value is { Type: CimType.Instance, Object: CimInstance instance } ? CimValue.Of(Fitted(name, ofClass, instance))
            : ofClass is null ? value
            : throw Wrong(name, $"an instance of {ofClass} is wanted, not a class");
    }

    // The compiler reads embedded texts where they are declared: so it is given a declaration that has one.
    private CimValue OfMof(string name, string? ofClass, string text)
    {
        var qualifier = ofClass is null ? "EmbeddedObject" : $"EmbeddedInstance({CimText.Quoted(ofClass)})";
        var trimmed = text.TrimEnd();
        var main = $"class {Carrier} {{ [{qualifier}] string Value; }}; instance of {Carrier} {{ Value = {CimText.Quoted(trimmed.EndsWith('}') ? trimmed + ";" : text)}; }};";
        var known = Declared.GetValue(space, one => new(one.Name, one.QualifierTypes.Values, one.Classes.All.Select(c => c.Declared), []));
        var result = new MofCompiler(new MofTexts(new Dictionary<string, string> { [name] = main })).Compile(name, space.Name, new Dictionary<string, CimNamespace> { [space.Name] = known });
        return result.IsGood && result.Find(space.Name)?.Instances is [{ Values: [{ Value: { IsNull: false } value }] }]
            ? value
            : throw Wrong(name, result.Diagnostics.FirstOrDefault() is { } wrong ? $"{wrong.Message}, in line {wrong.Line}, column {wrong.Column}" : "one instance is wanted");
    }

    private CimInstance Fitted(string name, string? ofClass, CimInstance instance)
    {
        var c = space.Classes.Find(instance.Name) ?? throw Wrong(name, $"there is no class {instance.Name} in {space.Name}");
        if (ofClass is not null && !c.IsA(ofClass))
        {
            throw Wrong(name, $"an instance of {ofClass} is wanted, and {c.Name} is no class below it");
        }

        return new(c.Name, new([.. instance.Values.Select(value =>
        {
            var property = c.Properties.Find(value.Name) ?? throw Wrong(name, $"{c.Name} has no property {value.Name}");
            var fitting = Fitting.Untyped(property.Slot, value.Value) ?? throw Wrong(name, $"{property.Name} is {property.Slot}, and a {value.Value.Type.MofName} is given");
            return new CimPropertyValue(property.Name, Read($"{name}.{property.Name}", property.TextOf("EmbeddedInstance"), property.Is("EmbeddedObject"), fitting));
        })]), instance.Path);
    }

    private static CimException Wrong(string name, string why) => new(CimStatus.InvalidParameter, $"The object in {name} cannot be taken: {why}.");
}
