namespace Cim.Provider.CimXml.Reading;

/// <summary>The elements right in another one, in their order.</summary>
internal struct CimXmlElements(CimXmlDocument document, int first, int end)
{
    private int next = first;

    /// <summary>The element at hand.</summary>
    public CimXmlElement Current { get; private set; }

    /// <summary>Goes to the next.</summary>
    public bool MoveNext()
    {
        if (next >= end)
        {
            return false;
        }

        Current = new(document, next);
        next = document[next].End;
        return true;
    }

    /// <summary>Lets foreach walk along them.</summary>
    public readonly CimXmlElements GetEnumerator() => this;
}
