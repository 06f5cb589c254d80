using Cim.Provider.Schema;
using XenApi.Core.Model;

namespace Cim.Provider.Mapping;

/// <summary>The path of the instance of a class that is made of an object.</summary>
/// <param name="target">The class of CIM.</param>
/// <param name="to">Leads to the object; null for the object itself.</param>
/// <param name="c">The class of the object.</param>
/// <param name="isMany">Whether it leads to several.</param>
/// <param name="unresolved">The error where there is none.</param>
internal sealed class PathOfExpression(
    string target, Expression? to, XenClass? c, bool isMany, MappingException unresolved) : Expression
{
    private MappedSource? source;

    /// <inheritdoc/>
    public override IEnumerable<XenClass> Reads => to?.Reads ?? [];

    /// <summary>Finds the class once all are bound; nobody evaluates before this is done.</summary>
    public void Resolve(Func<string, MappedSource?> sources) => source = sources(target) is { } found && found.IsMadeOf(c) ? found : throw unresolved;

    /// <inheritdoc/>
    public override XenValue Of(Reading reading, in Origin origin)
    {
        if (to is null)
        {
            return One(reading, origin.Object);
        }

        var reached = to.Of(reading, origin);
        return isMany
            ? XenValue.Of([.. reached.Items.Select(item => One(reading, Find(reading, item))).Where(path => !path.IsNull)])
            : One(reading, Find(reading, reached));
    }

    private XenObject? Find(Reading reading, XenValue reference) => reference.Id is { } id ? reading.State.Find(c!, id) : null;

    private XenValue One(Reading reading, XenObject? found)
    {
        if (found is null)
        {
            return XenValue.Null;
        }

        foreach (var instance in source!.On(reading, found))
        {
            var path = instance.Path;
            return XenValue.Of(CimValue.Of(new CimObjectPath(null, source.Space, path.ClassName, path.Keys)));
        }

        return XenValue.Null;
    }
}
