using System.Collections.Immutable;
using XenApi.Core.Model;

namespace Cim.Provider.Operations;

/// <summary>A source whose instances may tell what is measured: who reads them has that measured first.</summary>
public interface IMeasuredSource : IInstanceSource
{
    /// <summary>The classes of the Xen API that its instances are read from.</summary>
    ImmutableArray<XenClass> Measured { get; }

    /// <summary>What clients can do to its instances.</summary>
    IInstanceWriter Writer { get; }
}
