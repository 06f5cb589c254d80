namespace XenApi.Core.Model;

/// <summary>Who wrote the record that is being read.</summary>
public enum ReadScope
{
    /// <summary>A client, for <c>create</c>: settable fields count, computed ones and unknown members are passed over.</summary>
    Create,

    /// <summary>The journal: everything that is kept counts.</summary>
    Row,
}
