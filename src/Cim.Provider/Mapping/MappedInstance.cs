using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.Mapping;

/// <summary>An instance that is made of an object of the Xen API; a property is evaluated when it is asked for.</summary>
internal sealed class MappedInstance(MappedSource source, PropertyPlan[] plan, int number, Reading reading, Origin origin) : Instance(source.Class)
{
    /// <summary>Where it comes from.</summary>
    public MappedSource Source => source;

    /// <summary>Which of the sources of the class it comes from.</summary>
    public int Number => number;

    /// <summary>What it is made of.</summary>
    public Origin Origin => origin;

    /// <inheritdoc/>
    public override ISameness? Same => source.Same(number).Of(reading, origin);

    /// <inheritdoc/>
    public override CimValue this[int property] => plan[property].Of(reading, origin);
}
