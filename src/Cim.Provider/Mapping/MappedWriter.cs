using System.Buffers;
using Cim.Provider.Operations;
using Cim.Provider.Schema;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace Cim.Provider.Mapping;

/// <summary>
/// Changes instances of a mapped class: a property that is one writable field of the object is set by the setter of that
/// field, with its role and its rules. Nothing else of such an instance can be changed here.
/// </summary>
internal sealed class MappedWriter(MappedSource source) : IInstanceWriter
{
    /// <inheritdoc/>
    public Task<CimObjectPath> CreateAsync(Caller caller, CimInstance instance) =>
        throw new CimException(CimStatus.NotSupported, $"Instances of {source.Class.Name} are made by a method of the service that manages them, not by themselves.");

    /// <inheritdoc/>
    public Task DeleteAsync(Caller caller, Instance instance) =>
        throw new CimException(CimStatus.NotSupported, $"Instances of {source.Class.Name} are removed by a method of the service that manages them, not by themselves.");

    /// <inheritdoc/>
    public async Task ModifyAsync(Caller caller, Instance instance, IReadOnlyList<CimPropertyValue> values)
    {
        var mapped = (MappedInstance)instance;
        if (mapped.Origin.Object is not { } found)
        {
            throw new CimException(CimStatus.NotSupported, $"{source.Class.Name} cannot be changed.");
        }

        var setter = new FieldSetter(caller, found.Class, found.Id);
        foreach (var value in values)
        {
            var property = source.Class.Properties.Find(value.Name)
                ?? throw new CimException(CimStatus.NoSuchProperty, $"{source.Class.Name} has no property {value.Name}.");
            if (mapped[property.Index] == value.Value)
            {
                continue;
            }

            if (source.Plan(mapped.Number)[property.Index].Value is not PathExpression { OnlyField: { } field } || !setter.TrySet(field.Name, Read(property, field.Type, value.Value)))
            {
                throw new CimException(CimStatus.NotSupported, $"The property {property.Name} of {source.Class.Name} cannot be changed.");
            }
        }

        if (!setter.IsWhole)
        {
            throw new CimException(CimStatus.NotSupported, "One of these properties can only be changed alone: change them one after the other.");
        }

        await setter.RunAsync().ConfigureAwait(false);
    }

    private static JsonValueReader Read(ResolvedProperty property, string type, CimValue value)
    {
        if (value.IsNull)
        {
            throw new CimException(CimStatus.InvalidParameter, $"The property {property.Name} cannot be NULL.");
        }

        var text = new ArrayBufferWriter<byte>();
        var pen = new JsonValueWriter(text, ApiVersion.Xend);
        Write(pen, new FieldType(type), value);
        pen.Flush();
        return new(text.WrittenMemory);
    }

    private static void Write(ValueWriter pen, FieldType type, CimValue value)
    {
        if (type.IsMap)
        {
            pen.BeginMap();
            foreach (var entry in value.Items)
            {
                var at = entry.IsNull ? -1 : entry.Text.IndexOf('=', StringComparison.Ordinal);
                if (at < 0)
                {
                    throw new CimException(CimStatus.InvalidParameter, "An entry must be written key=value.");
                }

                pen.Key(entry.Text[..at]);
                pen.String(entry.Text[(at + 1)..]);
            }

            pen.EndMap();
        }
        else if (type.IsSet)
        {
            pen.BeginSet();
            foreach (var item in value.Items)
            {
                Write(pen, type.Element, item);
            }

            pen.EndSet();
        }
        else if (value.Type.IsInteger)
        {
            pen.Int((long)value.Integer);
        }
        else if (value.Type.IsReal)
        {
            pen.Double(value.Real);
        }
        else if (value.Type == CimType.Boolean)
        {
            pen.Bool(value.Boolean);
        }
        else
        {
            pen.String(value.Text);
        }
    }
}
