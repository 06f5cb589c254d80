using System.Collections.Immutable;
using Cim.Provider.Schema;
using XenApi.Core.Memory;
using XenApi.Core.Model;

namespace Cim.Provider.Operations;

/// <summary>A source whose instances may tell what is measured: who reads them has that measured first.</summary>
public interface IMeasuredSource : IInstanceSource
{
    /// <summary>The classes of the Xen API that its instances are read from.</summary>
    ImmutableArray<XenClass> Measured { get; }

    /// <summary>The objects that an instance is read from, as far as something is measured of them.</summary>
    IEnumerable<XenObject> MeasuredBehind(Snapshot state, Instance instance);

    /// <summary>The same for the instance that a path names, whether there is one or not: that may have to be measured too.</summary>
    IEnumerable<XenObject> MeasuredBehind(Snapshot state, CimObjectPath path);

    /// <summary>What clients can do to its instances.</summary>
    IInstanceWriter Writer { get; }
}
