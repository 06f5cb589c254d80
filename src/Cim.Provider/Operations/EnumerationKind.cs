namespace Cim.Provider.Operations;

/// <summary>What an open enumeration gives, hence by which operation it is pulled.</summary>
public enum EnumerationKind
{
    /// <summary>Instances with their paths: pulled by PullInstancesWithPath.</summary>
    InstancesWithPath,

    /// <summary>Paths: pulled by PullInstancePaths.</summary>
    InstancePaths,

    /// <summary>The rows of a query: pulled by PullInstances.</summary>
    Instances,
}
