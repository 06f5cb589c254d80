namespace XenCim.Tests.Clients;

/// <summary>What a server answered in place of a result: the code, then its parameters.</summary>
public sealed class XenFailure(string[] description) : Exception(string.Join(", ", description))
{
    public string[] Description => description;

    public string Code => description[0];
}
