using Cim.Provider.Schema;
using XenApi.Core.Calls;

namespace Cim.Provider.Operations;

/// <summary>What clients can do to the instances of one class, where they can do anything. A refusal is a <see cref="CimException"/>.</summary>
public interface IInstanceWriter
{
    /// <summary>Makes an instance; answers its path.</summary>
    Task<CimObjectPath> CreateAsync(Caller caller, CimInstance instance);

    /// <summary>Gives properties of an instance other values: all of them, or none.</summary>
    Task ModifyAsync(Caller caller, Instance instance, IReadOnlyList<CimPropertyValue> values);

    /// <summary>Removes an instance.</summary>
    Task DeleteAsync(Caller caller, Instance instance);
}
