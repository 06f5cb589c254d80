namespace XenApi.Core.Model;

/// <summary>Gives generic code the class of a record; the generator implements it on every one.</summary>
public interface IXenClass
{
    /// <summary>The class.</summary>
    static abstract XenClass Descriptor { get; }
}
